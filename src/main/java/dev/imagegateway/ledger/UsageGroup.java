package dev.imagegateway.ledger;

import java.util.Locale;

/** How a usage report groups generations. */
public enum UsageGroup {
    /** The day of the hold, in the time zone of the budgets. */
    DAY("day_at"),
    /** The hour of the hold, in the time zone of the budgets. */
    HOUR("hour_at"),
    /** The client. */
    CLIENT("client"),
    /** The requested model. */
    MODEL("model"),
    /** OpenAI's field {@code user}. */
    USER("COALESCE(user_tag, '')");

    private final String column;

    UsageGroup(String column) {
        this.column = column;
    }

    /** The name in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String column() {
        return column;
    }

    boolean isTime() {
        return this == DAY || this == HOUR;
    }
}
