package dev.imagegateway.budget;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a budget is counted by: the calendar's hour, day or month in the configured zone. */
public enum BudgetPeriod {
    HOUR,
    DAY,
    MONTH;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in settings, metrics, books and answers. */
    @JsonValue
    public String label() {
        return label;
    }

    /** When the period began that a moment belongs to. */
    public Instant startOf(Instant moment, ZoneId zone) {
        var local = moment.atZone(zone);
        return switch (this) {
            case HOUR -> hour(local).toInstant();
            case DAY -> local.toLocalDate().atStartOfDay(zone).toInstant();
            case MONTH ->
                local.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
        };
    }

    /** When the next one begins: budgets are whole again then. */
    public Instant endOf(Instant moment, ZoneId zone) {
        var local = moment.atZone(zone);
        return switch (this) {
            case HOUR -> hour(local).plusHours(1).toInstant();
            case DAY -> local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
            case MONTH ->
                local.toLocalDate()
                        .withDayOfMonth(1)
                        .plusMonths(1)
                        .atStartOfDay(zone)
                        .toInstant();
        };
    }

    /** The clock's hour; where clocks go back, each of the two is its own. */
    private static ZonedDateTime hour(ZonedDateTime local) {
        return local.truncatedTo(ChronoUnit.HOURS);
    }
}
