package dev.imagegateway.budget;

import jakarta.validation.constraints.Min;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The budget of all clients together ({@code gateway.budget}), and the time zone of all budgets.
 *
 * @param creditsPerHour see {@link Budget}
 * @param creditsPerDay see {@link Budget}
 * @param creditsPerMonth see {@link Budget}
 * @param zone an IANA time zone such as {@code Europe/Berlin}
 */
@ConfigurationProperties("gateway.budget")
public record OperatorBudget(
        @Min(value = 1, message = Budget.AT_LEAST_ONE) @Nullable
        Long creditsPerHour,

        @Min(value = 1, message = Budget.AT_LEAST_ONE) @Nullable
        Long creditsPerDay,

        @Min(value = 1, message = Budget.AT_LEAST_ONE) @Nullable
        Long creditsPerMonth,

        @DefaultValue("UTC") ZoneId zone) {

    /** Returns the limits. */
    public Budget budget() {
        return new Budget(creditsPerHour, creditsPerDay, creditsPerMonth);
    }
}
