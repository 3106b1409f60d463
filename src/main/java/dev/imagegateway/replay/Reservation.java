package dev.imagegateway.replay;

import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.EarlierClaim.AlreadyClaimed;
import dev.imagegateway.problem.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right to hold credits for a request that no earlier generation answers. Equal requests of this process wait until
 * it is resolved: their generation is this one's, or this one's refusal is theirs.
 */
public final class Reservation implements LookupResult, AutoCloseable {

    private final Claims claims;
    private final @Nullable String equality;
    private final Consumer<Problem> refusals;
    private final CompletableFuture<LookupResult> resolved = new CompletableFuture<>();

    /**
     * A reservation.
     *
     * @param claims what the hold has to claim
     * @param equality the same text for equal requests; null for a request that has no equal
     * @param refusals told when the request is refused
     */
    Reservation(Claims claims, @Nullable String equality, Consumer<Problem> refusals) {
        this.claims = claims;
        this.equality = equality;
        this.refusals = refusals;
    }

    /** What the hold has to claim. */
    public Claims claims() {
        return claims;
    }

    /** Whether a request's seed could have found an earlier generation. */
    public boolean isSeeded() {
        return claims.seeded() != null;
    }

    /** The request got a generation of its own. */
    public void begun(String generation) {
        claimed(generation, true, false);
    }

    /** The hold has found an earlier request's generation after all. */
    public void found(AlreadyClaimed earlier) {
        claimed(earlier.generation(), earlier.isOwn(), earlier.hasEnded());
    }

    /** The request was refused, and nothing was sent. */
    public void refused(Problem problem) {
        refusals.accept(problem);
        resolved.complete(new Refused(problem));
    }

    /** Without a resolution, equal requests go on for themselves. */
    @Override
    public void close() {
        resolved.cancel(false);
    }

    @Nullable
    String equality() {
        return equality;
    }

    CompletableFuture<LookupResult> resolved() {
        return resolved;
    }

    private void claimed(String generation, boolean isOwn, boolean hasEnded) {
        var claim = claims.seeded() == null ? claims.key() : claims.seeded();
        if (claim != null) {
            resolved.complete(new Found(new AlreadyClaimed(claim.kind(), generation, isOwn, hasEnded)));
        }
    }
}
