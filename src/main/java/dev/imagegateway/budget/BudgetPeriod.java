package dev.imagegateway.budget;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The period of a budget: an hour of the clock, a calendar day or a calendar month in the configured time zone. */
public enum BudgetPeriod {
    HOUR,
    DAY,
    MONTH;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in settings, metrics, the ledger and responses. */
    @JsonValue
    public String label() {
        return label;
    }

    /** Returns the start of the period that contains a time. */
    public Instant startOf(Instant moment, ZoneId zone) {
        var local = moment.atZone(zone);
        return switch (this) {
            case HOUR -> startOfHour(local);
            case DAY -> local.toLocalDate().atStartOfDay(zone).toInstant();
            case MONTH ->
                local.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
        };
    }

    /** Returns the start of the next period, when the budget resets. */
    public Instant endOf(Instant moment, ZoneId zone) {
        var local = moment.atZone(zone);
        return switch (this) {
            case HOUR -> endOfHour(local);
            case DAY -> local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
            case MONTH ->
                local.toLocalDate()
                        .withDayOfMonth(1)
                        .plusMonths(1)
                        .atStartOfDay(zone)
                        .toInstant();
        };
    }

    /**
     * An hour begins on the hour, or when clocks are set within it: by whole hours in most zones, by half an hour in
     * Australia/Lord_Howe. When clocks are set back, the repeated hour is a separate period.
     */
    private static Instant startOfHour(ZonedDateTime local) {
        var onTheHour = hour(local).toInstant(local.getOffset());
        // the transition at this very moment counts, too
        var transition =
                local.getZone().getRules().previousTransition(local.toInstant().plusNanos(1));
        return transition != null && transition.getInstant().isAfter(onTheHour) ? transition.getInstant() : onTheHour;
    }

    private static Instant endOfHour(ZonedDateTime local) {
        var onTheHour = hour(local).plusHours(1).toInstant(local.getOffset());
        var transition = local.getZone().getRules().nextTransition(local.toInstant());
        return transition != null && transition.getInstant().isBefore(onTheHour) ? transition.getInstant() : onTheHour;
    }

    private static LocalDateTime hour(ZonedDateTime local) {
        return local.toLocalDateTime().truncatedTo(ChronoUnit.HOURS);
    }
}
