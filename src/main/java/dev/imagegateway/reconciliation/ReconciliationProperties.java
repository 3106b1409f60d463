package dev.imagegateway.reconciliation;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Comparison of the ledger with the vendor's records ({@code gateway.reconciliation}).
 *
 * @param enabled whether to compare; without it, unknown generations stay unknown until an operator resolves them
 * @param interval the pause between two rounds and before the first one
 * @param settleLag how long after a generation's deadline the vendor's records count as final. Only then does a missing
 *     row mean that nothing was billed.
 * @param window time range of generations that are compared together. AIML's logs of twice this range should have fewer
 *     than 90,000 rows, including those of other users.
 * @param windowsPerRound maximum number of windows per round
 * @param clockSkew allowed difference to the vendor's clock
 * @param unknownMaxAge after how long an unknown generation counts as billed if the vendor's records cannot be read
 * @param refundOverlap how far back refunds are read again, because they may be written late
 */
@ConfigurationProperties("gateway.reconciliation")
record ReconciliationProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("1m") @DurationMin(millis = 100) @DurationMax(days = 1)
        Duration interval,

        @DefaultValue("1h") @DurationMin(seconds = 1) @DurationMax(days = 7)
        Duration settleLag,

        @DefaultValue("1h") @DurationMin(seconds = 1) @DurationMax(days = 31)
        Duration window,

        @DefaultValue("24") @Min(1) @Max(1000) int windowsPerRound,

        @DefaultValue("2m") @DurationMin() @DurationMax(hours = 1)
        Duration clockSkew,

        @DefaultValue("24h") @DurationMin(seconds = 1) @DurationMax(days = 92)
        Duration unknownMaxAge,

        @DefaultValue("1d") @DurationMin() @DurationMax(days = 92)
        Duration refundOverlap) {

    @AssertTrue(
            message = "unknown-max-age must be longer than settle-lag: until then, nobody can have read the vendor's"
                    + " books to their end")
    boolean isUnknownMaxAgeInOrder() {
        return unknownMaxAge.compareTo(settleLag) > 0;
    }

    @AssertTrue(
            message = "refund-overlap must be at least settle-lag and window together: until then, what is refunded has"
                    + " not been read")
    boolean isRefundOverlapInOrder() {
        return refundOverlap.compareTo(settleLag.plus(window)) >= 0;
    }
}
