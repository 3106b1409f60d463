package dev.imagegateway.ledger;

import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.image.Credits;
import dev.imagegateway.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operator's decision about an unknown generation. Rows of the vendor's logs override it. */
public final class Resolution {

    private final EvidenceChunks chunks;
    private final Store store;
    private final OperatorBudget operator;

    Resolution(EvidenceChunks chunks, Store store, OperatorBudget operator) {
        this.chunks = chunks;
        this.store = store;
        this.operator = operator;
    }

    /**
     * A generation before and after the decision.
     *
     * @param before the entry before
     * @param after the entry after
     * @param resolved false if the generation was not unknown, so that nothing changed
     */
    public record Resolved(Entry before, Entry after, boolean resolved) {}

    /**
     * Settles a generation at these credits, or releases it. Empty if there is no such generation.
     *
     * @param credits the cost; null if it was not billed
     * @throws dev.imagegateway.problem.GatewayException {@code ledger-unavailable} if the database does not respond
     */
    public Optional<Resolved> resolve(String id, @Nullable Credits credits) {
        var adjustment = credits == null
                ? new Adjustment(State.RELEASED, null, Evidence.OPERATOR, false)
                : new Adjustment(State.SETTLED, credits.amount(), Evidence.OPERATOR, false);
        return chunks.write(
                List.of(id),
                (jdbc, ids, changed) -> {
                    var processor = new EvidenceProcessor(jdbc, store, operator);
                    changed.addAll(processor.apply(
                            ids,
                            entry -> entry.state() == State.UNKNOWN ? Optional.of(adjustment) : Optional.empty(),
                            Instant.now()));
                    return processor.find(ids, "").stream()
                            .findFirst()
                            .map(after -> changed.stream()
                                    .findFirst()
                                    .map(one -> new Resolved(one.before(), after, true))
                                    .orElse(new Resolved(after, after, false)));
                },
                Optional.empty(),
                (_, last) -> last);
    }
}
