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
 * The books ({@code gateway.ledger}).
 *
 * @param directory where SQLite's file is kept, for this process alone; not used with PostgreSQL
 * @param accept lets a SQLite ledger in once that knows less than it should: what the refusal of the start names. It
 *     names one state of one ledger, so that it accepts nothing else when it is left behind.
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
