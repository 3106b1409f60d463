package dev.imagegateway.ledger;

import dev.imagegateway.image.Cost;
import dev.imagegateway.ledger.Change.Transition;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Credits that are set aside for one generation. It has one of three endings; each tells whether it was on disk within
 * {@code gateway.ledger.settle-wait}. If it was not, it is written as soon as the store allows.
 */
public final class Held implements HoldDecision {

    private final Ledger ledger;
    private final Hold hold;
    private final List<AccountKey> accounts;
    private final int term;
    private final Instant sendUntil;
    private volatile @Nullable Instant endedAt;

    Held(Ledger ledger, Hold hold, List<AccountKey> accounts, int term, Instant at) {
        this.ledger = ledger;
        this.hold = hold;
        this.accounts = accounts;
        this.term = term;
        this.sendUntil = at.plus(hold.sending().within());
    }

    /** Whether the request may be sent now. Not when others may take it for lost already; ask before each attempt. */
    public boolean mayAttempt() {
        return ledger.mayAttempt(term, sendUntil);
    }

    /** The generation's id. */
    public String id() {
        return hold.id();
    }

    /** It was billed. */
    public CompletableFuture<Boolean> settle(Cost cost, CompletionDetails details) {
        return end(State.SETTLED, cost.credits().amount(), Evidence.of(cost.source()), details);
    }

    /** No byte of it was sent. */
    public CompletableFuture<Boolean> releaseUnsent(CompletionDetails details) {
        return end(State.RELEASED, null, Evidence.NOT_SENT, details);
    }

    /** The upstream refused it, and by its own word bills no refusal. */
    public CompletableFuture<Boolean> releaseRefused(CompletionDetails details) {
        return end(State.RELEASED, null, Evidence.REFUSAL, details);
    }

    /** It may have been billed. */
    public CompletableFuture<Boolean> unknown(CompletionDetails details) {
        return end(State.UNKNOWN, null, null, details);
    }

    /** When its end was handed in, as the books have it; now before that. */
    public Instant endedAt() {
        var at = endedAt;
        return at == null ? ledger.now() : at;
    }

    private CompletableFuture<Boolean> end(
            State to, @Nullable Long used, @Nullable Evidence evidence, CompletionDetails details) {
        var at = ledger.now();
        endedAt = at;
        return ledger.end(new Transition(
                hold.id(), accounts, hold.credits().amount(), hold.client(), to, used, evidence, details, at));
    }
}
