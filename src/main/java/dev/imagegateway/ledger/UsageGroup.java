package dev.imagegateway.ledger;

import java.util.Locale;

/** How a usage report groups generations. */
public enum UsageGroup {
    /** The day they were held on, in the zone of the budgets. */
    DAY("day_at"),
    /** The hour they were held in, in the zone of the budgets. */
    HOUR("hour_at"),
    /** Who asked. */
    CLIENT("client"),
    /** What was asked. */
    MODEL("model"),
    /** OpenAI's field {@code user}. */
    USER("COALESCE(user_tag, '')");

    private final String column;

    UsageGroup(String column) {
        this.column = column;
    }

    /** The name on the wire. */
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
