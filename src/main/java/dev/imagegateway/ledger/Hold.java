package dev.imagegateway.ledger;

import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Credits;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The credits held for one generation. It ends in one of three ways. Each returns whether the end was stored within
 * {@code gateway.ledger.settle-wait}. If not, it is stored as soon as the database is available.
 */
public final class Hold implements HoldResult {

    private final Ledger ledger;
    private final HoldRequest request;
    private final List<AccountKey> accounts;
    private final int term;
    private final Instant sendUntil;
    private volatile @Nullable Instant endedAt;

    Hold(Ledger ledger, HoldRequest request, List<AccountKey> accounts, int term, Instant at) {
        this.ledger = ledger;
        this.request = request;
        this.accounts = accounts;
        this.term = term;
        this.sendUntil = at.plus(request.sendWindow().within());
    }

    /**
     * Whether the request may be sent now. False if other processes may already treat the generation as lost. Must be
     * checked before each attempt.
     */
    public boolean mayAttempt() {
        return ledger.mayAttempt(term, sendUntil);
    }

    /** The generation's id. */
    public String id() {
        return request.id();
    }

    /** The credits that are set aside. */
    public Credits credits() {
        return request.credits();
    }

    /** Settles: the generation was billed. */
    public CompletableFuture<Boolean> settle(Cost cost, CompletionDetails details) {
        return end(State.SETTLED, cost.credits().amount(), Evidence.of(cost.source()), details);
    }

    /** Releases: no byte was sent. */
    public CompletableFuture<Boolean> releaseUnsent(CompletionDetails details) {
        return end(State.RELEASED, null, Evidence.NOT_SENT, details);
    }

    /** Releases: the upstream refused, and it documents that refusals are not billed. */
    public CompletableFuture<Boolean> releaseRefused(CompletionDetails details) {
        return end(State.RELEASED, null, Evidence.REFUSAL, details);
    }

    /** Marks as unknown: the generation may have been billed. */
    public CompletableFuture<Boolean> unknown(CompletionDetails details) {
        return end(State.UNKNOWN, null, null, details);
    }

    /** The end time as stored in the ledger; the current time if it has not ended. */
    public Instant endedAt() {
        var at = endedAt;
        return at == null ? ledger.now() : at;
    }

    private CompletableFuture<Boolean> end(
            State to, @Nullable Long used, @Nullable Evidence evidence, CompletionDetails details) {
        var at = ledger.now();
        endedAt = at;
        return ledger.end(new Transition(
                request.id(), accounts, request.credits().amount(), request.client(), to, used, evidence, details, at));
    }
}
