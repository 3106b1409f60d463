package dev.imagegateway.reconciliation;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Comparison of the ledger with the vendor's records ({@code gateway.reconciliation}).
 *
 * @param enabled whether they are; without it, what is unknown stays so until an operator resolves it
 * @param interval the pause between two rounds, and before the first one
 * @param settleLag how long after a generation's last possible moment the vendor's books are taken to be final; only
 *     then a row that is missing means that nothing was billed
 * @param window of how long a time generations are compared at once. AIML's logs of twice that time should have fewer
 *     than 90,000 rows, others' included.
 * @param clockSkew by how much the vendor's clock may differ from ours
 * @param unknownMaxAge after how long an unknown generation counts as billed while the vendor's books cannot be read
 * @param refundOverlap how far back refunds are read again, since they may be written late
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
