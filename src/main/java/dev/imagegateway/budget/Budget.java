package dev.imagegateway.budget;

import dev.imagegateway.image.Credits;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spending limits. Limits that are not set do not apply.
 *
 * @param creditsPerHour AIML credits per hour of the clock, above 0; 2,000,000 are 1 USD
 * @param creditsPerDay AIML credits per calendar day, above 0
 * @param creditsPerMonth AIML credits per calendar month, above 0
 */
public record Budget(
        @Min(value = 1, message = Budget.AT_LEAST_ONE) @Nullable
        Long creditsPerHour,

        @Min(value = 1, message = Budget.AT_LEAST_ONE) @Nullable
        Long creditsPerDay,

        @Min(value = 1, message = Budget.AT_LEAST_ONE) @Nullable
        Long creditsPerMonth) {

    static final String AT_LEAST_ONE = "must be at least 1; leave it out for no limit";

    /** No limits. */
    public static final Budget NONE = new Budget(null, null, null);

    /** Returns the limit of a period, if there is one. */
    public Optional<Credits> limit(BudgetPeriod period) {
        return Optional.ofNullable(
                        switch (period) {
                            case HOUR -> creditsPerHour;
                            case DAY -> creditsPerDay;
                            case MONTH -> creditsPerMonth;
                        })
                .map(Credits::new);
    }
}
