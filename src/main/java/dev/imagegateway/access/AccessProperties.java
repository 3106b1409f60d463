package dev.imagegateway.access;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Access control ({@code gateway.access}).
 *
 * @param failuresPerMinute how many requests without a valid credential one address (for IPv6, one /64) may send per
 *     minute before they are answered with 429, 1 to 1,000,000
 * @param addresses how many addresses are tracked, 100 to 1,000,000
 * @param management who may read the management port's pages except health
 */
@ConfigurationProperties("gateway.access")
record AccessProperties(
        @DefaultValue("60") @Min(1) @Max(1_000_000) int failuresPerMinute,
        @DefaultValue("10000") @Min(100) @Max(1_000_000) int addresses,
        @DefaultValue("private") ManagementAccess management) {

    /** Who may read metrics and similar pages. Health is public. */
    enum ManagementAccess {
        /** Everyone. */
        OPEN,
        /**
         * Everyone on a private network, that is, if both ends of the connection have private addresses. Others need a
         * credential.
         */
        PRIVATE,
        /** Clients with the role {@code metrics} or {@code admin}. */
        CREDENTIAL
    }
}
