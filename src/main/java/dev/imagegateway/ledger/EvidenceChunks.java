package dev.imagegateway.ledger;

import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.ledger.EvidenceProcessor.Changed;
import dev.imagegateway.telemetry.LogContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes evidence through the ledger's writer in small batches, and reports the changes. */
final class EvidenceChunks {

    private static final Logger log = LoggerFactory.getLogger(EvidenceChunks.class);

    /** Small enough that holds do not wait long behind a batch. */
    private static final int ROWS = 200;

    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(30);

    private final LedgerWriter writer;
    private final ObservedPrices prices;
    private final MeterRegistry meters;
    private final Counter billedRefusals;

    EvidenceChunks(LedgerWriter writer, ObservedPrices prices, MeterRegistry meters) {
        this.writer = writer;
        this.prices = prices;
        this.meters = meters;
        this.billedRefusals = Counter.builder("image.gateway.upstream.refused.billed")
                .description("Generations of which the upstream billed an attempt that it had refused")
                .register(meters);
        for (var from : List.of(State.UNKNOWN, State.SETTLED, State.RELEASED)) {
            adjusted(from, State.SETTLED);
            adjusted(from, State.RELEASED);
        }
    }

    /** Writes some rows and adds the resulting changes. May run twice. */
    interface Chunk<R, T> {
        T write(JdbcTemplate jdbc, List<R> rows, List<Changed> changed);
    }

    private record Written<T>(T result, List<Changed> changed) {}

    /**
     * @throws dev.imagegateway.problem.GatewayException {@code ledger-unavailable} if the database does not respond
     */
    <R, T> T write(List<R> rows, Chunk<R, T> chunk, T nothing, BinaryOperator<T> plus) {
        var result = nothing;
        for (int from = 0; from < rows.size(); from += ROWS) {
            var some = rows.subList(from, Math.min(rows.size(), from + ROWS));
            result = plus.apply(result, together(some, chunk, nothing, plus));
        }
        return result;
    }

    private <R, T> T together(List<R> some, Chunk<R, T> chunk, T nothing, BinaryOperator<T> plus) {
        Written<T> written;
        try {
            written = writer.require(
                    new Task<>("what the vendor's books say", jdbc -> {
                        var changed = new ArrayList<Changed>();
                        var result = chunk.write(jdbc, some, changed);
                        BilledFailures.note(jdbc, changed, Instant.now());
                        return new Written<>(result, changed);
                    }),
                    WRITTEN_WITHIN);
        } catch (IllegalStateException e) {
            if (some.size() > 1) {
                // one row cannot be written, so each row is written separately
                return some.stream()
                        .map(one -> together(List.of(one), chunk, nothing, plus))
                        .reduce(nothing, plus);
            }
            log.error("Evidence that the ledger refuses is passed over", e);
            return nothing;
        }
        written.changed().forEach(changed -> {
            var before = changed.before();
            // the request that made the generation, also if another one resolves it
            try (var _ = LogContext.of(before.requestId(), before.client(), before.id())) {
                report(changed);
            }
        });
        return written.result();
    }

    private Counter adjusted(State from, State to) {
        return Counter.builder("image.gateway.reconciliation.adjusted")
                .description("Generations that evidence moved after their end")
                .tags("from", from.label(), "to", to.label())
                .register(meters);
    }

    private void report(Changed changed) {
        var before = changed.before();
        var adjustment = changed.adjustment();
        adjusted(before.state(), adjustment.to()).increment();
        log.info(
                "{} was {} ({} credits) and is {} ({}), by {}",
                before.id(),
                before.state().label(),
                before.creditsUsed(),
                adjustment.to().label(),
                adjustment.used(),
                adjustment.evidence().label());
        var used = adjustment.used();
        if (used != null && adjustment.evidence() == Evidence.VENDOR && Objects.equals(before.attempts(), 1)) {
            prices.logged(before.model(), before.priceUnits(), used, before.heldAt());
        }
        if (adjustment.billedRefusal()) {
            billedRefusals.increment();
            log.warn(
                    "AIML billed an attempt of {} that it had refused: {} credits; ask for them back",
                    before.id(),
                    adjustment.used());
        }
    }
}
