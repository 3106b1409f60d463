package dev.imagegateway.replay;

import dev.imagegateway.ledger.Claims;
import dev.imagegateway.problem.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right to hold credits for a request that no earlier generation answers. Equal requests of this process wait until
 * it is closed, and then look for the generation that was begun. They may have other claims than this request, so only a
 * rejection is shared with them.
 */
public final class Reservation implements LookupResult, AutoCloseable {

    private final Claims claims;
    private final @Nullable String equality;
    private final Consumer<Problem> rejections;
    private final CompletableFuture<Optional<Problem>> resolved = new CompletableFuture<>();

    /**
     * Creates a reservation.
     *
     * @param claims the claims of the hold
     * @param equality a string that is the same for equal requests; null if the request is never merged with others
     * @param rejections called if the request is rejected
     */
    Reservation(Claims claims, @Nullable String equality, Consumer<Problem> rejections) {
        this.claims = claims;
        this.equality = equality;
        this.rejections = rejections;
    }

    /** The claims of the hold. */
    public Claims claims() {
        return claims;
    }

    /** Whether the request's seed could have matched an earlier generation. */
    public boolean isSeeded() {
        return claims.seeded() != null;
    }

    /** Rejects the request for a reason that applies to equal requests, too; nothing was sent. */
    public void reject(Problem problem) {
        rejections.accept(problem);
        resolved.complete(Optional.of(problem));
    }

    /** Lets equal requests go on. */
    @Override
    public void close() {
        resolved.complete(Optional.empty());
    }

    @Nullable
    String equality() {
        return equality;
    }

    /** Completed when it is closed, with the problem if the request was rejected. */
    CompletableFuture<Optional<Problem>> resolved() {
        return resolved;
    }
}
