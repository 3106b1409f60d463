package dev.imagegateway.ledger;

import dev.imagegateway.problem.StartupException;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The books ({@code gateway.ledger}).
 *
 * @param directory where SQLite's file is kept, for this process alone; not used with PostgreSQL
 * @param holdWait how long a request waits for its hold before it is refused with {@code ledger-unavailable}
 * @param settleWait how long an answer waits for its settlement before it is given all the same
 * @param timeout for one statement of a write
 * @param queryTimeout for one question to the books, such as a usage report
 * @param lease how long a process may be silent before others take its open generations for unknown. It sends nothing
 *     once its last word is half as old.
 * @param batch the most changes that are committed together
 * @param commitDelay how long a commit waits for others to be written with it, when many are coming; 0 for not at all
 * @param keepPrompts whether prompts are kept beside their hashes
 * @param retention how long a generation is kept by itself; afterwards only sums are. At least 92 days, for which the
 *     vendor keeps its logs.
 * @param metricsInterval how often the gauges of budgets and unknown generations are read from the store
 */
@ConfigurationProperties("gateway.ledger")
record LedgerProperties(
        @DefaultValue("data") Path directory,
        @DefaultValue("3s") Duration holdWait,
        @DefaultValue("2s") Duration settleWait,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("20s") Duration queryTimeout,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("256") int batch,
        @DefaultValue("1ms") Duration commitDelay,
        @DefaultValue("false") boolean keepPrompts,
        @DefaultValue("400d") Duration retention,
        @DefaultValue("10s") Duration metricsInterval) {

    private static final Duration VENDORS_LOGS = Duration.ofDays(92);

    /** Checks what would only fail later. */
    LedgerProperties {
        StartupException.unlessWithin(
                "gateway.ledger.hold-wait", holdWait, Duration.ofMillis(100), Duration.ofMinutes(1));
        StartupException.unlessWithin(
                "gateway.ledger.settle-wait", settleWait, Duration.ofMillis(1), Duration.ofMinutes(1));
        StartupException.unlessWithin("gateway.ledger.timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(1));
        StartupException.unlessWithin(
                "gateway.ledger.query-timeout", queryTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10));
        StartupException.unlessWithin("gateway.ledger.lease", lease, Duration.ofSeconds(1), Duration.ofMinutes(10));
        StartupException.unlessWithin(
                "gateway.ledger.commit-delay", commitDelay, Duration.ZERO, Duration.ofMillis(100));
        StartupException.unlessWithin(
                "gateway.ledger.metrics-interval", metricsInterval, Duration.ofMillis(100), Duration.ofHours(1));
        if (batch < 1 || batch > 1000) {
            throw new StartupException("gateway.ledger.batch must be from 1 to 1000");
        }
        if (retention.compareTo(VENDORS_LOGS) < 0) {
            throw new StartupException("gateway.ledger.retention must be at least 92d: for so long the vendor's books"
                    + " can still show what a generation cost");
        }
    }
}
