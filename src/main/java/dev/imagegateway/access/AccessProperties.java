package dev.imagegateway.access;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is let in ({@code gateway.access}).
 *
 * @param failuresPerMinute how many requests without a good credential one address (of IPv6, one /64) may send in a
 *     minute before they are answered with 429, 1 to 1,000,000
 * @param addresses how many addresses are remembered, 100 to 1,000,000
 * @param management who may read what the management port has besides health
 */
@ConfigurationProperties("gateway.access")
record AccessProperties(
        @DefaultValue("60") @Min(1) @Max(1_000_000) int failuresPerMinute,
        @DefaultValue("10000") @Min(100) @Max(1_000_000) int addresses,
        @DefaultValue("private") ManagementAccess management) {

    /** Who may read metrics and the like. Health is everyone's. */
    enum ManagementAccess {
        /** Everyone. */
        OPEN,
        /** Everyone on a private network: both ends of the connection are of one. Others, with a credential. */
        PRIVATE,
        /** Clients with the role {@code metrics} or {@code admin}. */
        CREDENTIAL
    }
}
