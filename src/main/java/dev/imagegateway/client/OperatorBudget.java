package dev.imagegateway.client;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What all clients together may spend ({@code gateway.budget}), and the zone whose calendar every budget follows.
 *
 * @param creditsPerHour see {@link Budget}
 * @param creditsPerDay see {@link Budget}
 * @param creditsPerMonth see {@link Budget}
 * @param zone an IANA zone such as {@code Europe/Berlin}
 */
@ConfigurationProperties("gateway.budget")
public record OperatorBudget(
        @Nullable Long creditsPerHour,
        @Nullable Long creditsPerDay,
        @Nullable Long creditsPerMonth,
        @DefaultValue("UTC") ZoneId zone) {

    /** Checks the limits. */
    public OperatorBudget {
        new Budget(creditsPerHour, creditsPerDay, creditsPerMonth).checked("gateway.budget");
    }

    /** Its limits. */
    public Budget budget() {
        return new Budget(creditsPerHour, creditsPerDay, creditsPerMonth);
    }
}
