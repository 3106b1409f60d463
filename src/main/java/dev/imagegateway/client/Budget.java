package dev.imagegateway.client;

import dev.imagegateway.image.Credits;
import dev.imagegateway.problem.StartupException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent. What is not set is not limited.
 *
 * @param creditsPerHour AIML credits in one hour of the clock, above 0; 2,000,000 are 1 USD
 * @param creditsPerDay AIML credits in one calendar day, above 0
 * @param creditsPerMonth AIML credits in one calendar month, above 0
 */
public record Budget(
        @Nullable Long creditsPerHour,
        @Nullable Long creditsPerDay,
        @Nullable Long creditsPerMonth) {

    /** No limit. */
    public static final Budget NONE = new Budget(null, null, null);

    /** The most that may be spent in a period, if there is such a limit. */
    public Optional<Credits> limit(BudgetPeriod period) {
        return Optional.ofNullable(
                        switch (period) {
                            case HOUR -> creditsPerHour;
                            case DAY -> creditsPerDay;
                            case MONTH -> creditsPerMonth;
                        })
                .map(Credits::new);
    }

    /** @throws StartupException for a limit that is 0 or less */
    Budget checked(String where) {
        for (var period : BudgetPeriod.values()) {
            var limit = switch (period) {
                case HOUR -> creditsPerHour;
                case DAY -> creditsPerDay;
                case MONTH -> creditsPerMonth;
            };
            if (limit != null && limit < 1) {
                throw new StartupException(
                        where + ".credits-per-" + period.label() + " must be at least 1; leave it out for no limit");
            }
        }
        return this;
    }
}
