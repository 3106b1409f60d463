package dev.imagegateway.replay;

import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.EarlierClaim.AlreadyClaimed;
import dev.imagegateway.problem.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right to hold credits for a request that no earlier generation answers. Equal requests of this process wait until
 * it is resolved. They then share its generation or its refusal.
 */
public final class Reservation implements LookupResult, AutoCloseable {

    private final Claims claims;
    private final @Nullable String equality;
    private final Consumer<Problem> refusals;
    private final CompletableFuture<LookupResult> resolved = new CompletableFuture<>();

    /**
     * Creates a reservation.
     *
     * @param claims the claims of the hold
     * @param equality a string that is the same for equal requests; null if the request is never merged with others
     * @param refusals called if the request is refused
     */
    Reservation(Claims claims, @Nullable String equality, Consumer<Problem> refusals) {
        this.claims = claims;
        this.equality = equality;
        this.refusals = refusals;
    }

    /** The claims of the hold. */
    public Claims claims() {
        return claims;
    }

    /** Whether the request's seed could have matched an earlier generation. */
    public boolean isSeeded() {
        return claims.seeded() != null;
    }

    /** Resolves with the request's own generation. */
    public void begun(String generation) {
        claimed(generation, true, false);
    }

    /** Resolves with the earlier generation that the hold found. */
    public void found(AlreadyClaimed earlier) {
        claimed(earlier.generation(), earlier.isOwn(), earlier.hasEnded());
    }

    /** Resolves with a refusal; nothing was sent. */
    public void refused(Problem problem) {
        refusals.accept(problem);
        resolved.complete(new Refused(problem));
    }

    /** Cancels the reservation if it is not resolved. Equal requests then proceed on their own. */
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
