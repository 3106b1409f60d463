package dev.imagegateway.usage;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How our books are compared with the vendor's ({@code gateway.reconciliation}).
 *
 * @param enabled whether they are; without it, what is unknown stays so until an operator resolves it
 * @param interval the pause between two rounds, and before the first one
 * @param settleLag how long after a generation's last possible moment the vendor's books are taken to be final; only
 *     then a row that is missing means that nothing was billed
 * @param window of how long a time generations are compared at once. AIML's logs of twice that time should have fewer
 *     than 90,000 rows, others' included.
 * @param windowsPerRound how many such windows a round compares at most
 * @param clockSkew by how much the vendor's clock may differ from ours
 * @param unknownMaxAge after how long an unknown generation counts as billed while the vendor's books cannot be read
 * @param refundOverlap how far back refunds are read again, since they may be written late
 */
@ConfigurationProperties("gateway.reconciliation")
record ReconciliationProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1m") Duration interval,
        @DefaultValue("1h") Duration settleLag,
        @DefaultValue("1h") Duration window,
        @DefaultValue("24") int windowsPerRound,
        @DefaultValue("2m") Duration clockSkew,
        @DefaultValue("24h") Duration unknownMaxAge,
        @DefaultValue("1d") Duration refundOverlap) {

    /** Checks what would only fail, or mislead, later. */
    ReconciliationProperties {
        StartupException.unlessWithin(
                "gateway.reconciliation.interval", interval, Duration.ofMillis(100), Duration.ofDays(1));
        StartupException.unlessWithin(
                "gateway.reconciliation.settle-lag", settleLag, Duration.ofSeconds(1), Duration.ofDays(7));
        StartupException.unlessWithin(
                "gateway.reconciliation.window", window, Duration.ofSeconds(1), Duration.ofDays(31));
        StartupException.unlessWithin(
                "gateway.reconciliation.clock-skew", clockSkew, Duration.ZERO, Duration.ofHours(1));
        StartupException.unlessWithin(
                "gateway.reconciliation.unknown-max-age", unknownMaxAge, Duration.ofSeconds(1), Duration.ofDays(92));
        StartupException.unlessWithin(
                "gateway.reconciliation.refund-overlap", refundOverlap, Duration.ZERO, Duration.ofDays(92));
        if (windowsPerRound < 1 || windowsPerRound > 1000) {
            throw new StartupException("gateway.reconciliation.windows-per-round must be from 1 to 1000");
        }
        if (unknownMaxAge.compareTo(settleLag) <= 0) {
            throw new StartupException("gateway.reconciliation.unknown-max-age must be longer than settle-lag: until"
                    + " then, nobody can have read the vendor's books to their end");
        }
        if (refundOverlap.compareTo(settleLag.plus(window)) < 0) {
            throw new StartupException("gateway.reconciliation.refund-overlap must be at least settle-lag and window"
                    + " together: until then, what is refunded has not been read");
        }
    }
}
