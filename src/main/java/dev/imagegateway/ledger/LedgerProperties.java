package dev.imagegateway.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ledger ({@code gateway.ledger}).
 *
 * @param directory directory of the SQLite file, used by this process exclusively; ignored with PostgreSQL
 * @param accept accepts once a SQLite ledger that lacks data. The value comes from the error message of the refused
 *     start. It identifies one state of one ledger, so leaving it set accepts nothing else.
 * @param holdWait how long a request waits for its hold before it is refused with {@code ledger-unavailable}
 * @param settleWait how long a response waits for its settlement before it is sent anyway
 * @param timeout time limit of one write statement
 * @param queryTimeout time limit of one query, such as a usage report
 * @param lease how long a process may be silent before others mark its open generations as unknown. A process sends
 *     nothing if its last heartbeat is older than half a lease.
 * @param batch maximum number of changes committed together
 * @param commitDelay how long a commit waits for further changes if many are expected; 0 disables the delay
 * @param keepPrompts whether to store prompts in addition to their hashes
 * @param retention how long single generations are kept; afterwards only sums are. At least 92 days, which is how long
 *     the vendor keeps its logs.
 * @param metricsInterval how often the gauges of budgets and unknown generations are read from the database
 */
@ConfigurationProperties("gateway.ledger")
record LedgerProperties(
        @DefaultValue("data") Path directory,
        @DefaultValue("") String accept,

        @DefaultValue("3s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration holdWait,

        @DefaultValue("2s") @DurationMin(millis = 1) @DurationMax(minutes = 1)
        Duration settleWait,

        @DefaultValue("5s") @DurationMin(seconds = 1) @DurationMax(minutes = 1)
        Duration timeout,

        @DefaultValue("20s") @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration queryTimeout,

        @DefaultValue("30s") @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration lease,

        @DefaultValue("256") @Min(1) @Max(1000) int batch,

        @DefaultValue("1ms") @DurationMin() @DurationMax(millis = 100)
        Duration commitDelay,

        @DefaultValue("false") boolean keepPrompts,

        @DefaultValue("400d")
        @DurationMin(
                days = 92,
                message = "must be at least 92d: for so long the vendor's books can still show"
                        + " what a generation cost")
        @DurationMax(days = 36_500)
        Duration retention,

        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration metricsInterval) {}
