package dev.imagegateway.replay;

import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.EarlierLookup;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.replay.EqualRequests.Next;
import dev.imagegateway.replay.LookupResult.Rejected;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The search for the earlier generation that answers one request. Used by one thread. */
public final class EarlierSearch {

    private static final Logger log = LoggerFactory.getLogger(EarlierSearch.class);

    private final LookupRequest request;
    private final long deadlineNanos;
    private final Ledger ledger;
    private final EqualRequests equalRequests;
    private final RefusedTries refusedTries;
    private Claims claims;

    EarlierSearch(
            LookupRequest request,
            Claims claims,
            Duration wait,
            Ledger ledger,
            EqualRequests equalRequests,
            RefusedTries refusedTries) {
        this.request = request;
        this.claims = claims;
        this.deadlineNanos = System.nanoTime() + wait.toNanos();
        this.ledger = ledger;
        this.equalRequests = equalRequests;
        this.refusedTries = refusedTries;
    }

    /** Skips a generation that the request's seed has found, because its images are no longer served. */
    public void skip(String unservedGeneration) {
        claims = claims.without(unservedGeneration);
    }

    /**
     * Looks for an earlier generation. Waits for an equal request that is about to be held.
     *
     * @throws GatewayException {@code ledger-unavailable}, for a retry only
     */
    public LookupResult find() {
        while (true) {
            var equality = equality();
            var endedBefore = equalRequests.ended(equality);
            var found = lookUp();
            if (found instanceof EarlierLookup.Found earlier) {
                return EarlierGenerations.answer(earlier.claim());
            }
            if (found instanceof EarlierLookup.AfterFailedTry) {
                claims = claims.withoutAdoption();
            }
            var reservation = new Reservation(claims, equality, this::rejected);
            var wait = Duration.ofNanos(deadlineNanos - System.nanoTime());
            switch (equalRequests.await(reservation, endedBefore, wait)) {
                case Next.Proceed _ -> {
                    return reservation;
                }
                case Next.Rejected shared -> {
                    rejected(shared.problem());
                    return new Rejected(shared.problem());
                }
                case Next.LookAgain _ -> log.trace("An equal request has ended");
            }
        }
    }

    private EarlierLookup lookUp() {
        return claims.mayAdopt() && hasEarlierTry() ? ledger.adopt(request.identity(), claims) : lookUpKeys();
    }

    /** A retry must not go on without this: it would take its own earlier try for that of an equal request. */
    private boolean hasEarlierTry() {
        try {
            return ledger.hasEarlierTry(request.identity(), Objects.requireNonNull(claims.tries()));
        } catch (GatewayException unavailable) {
            // nothing was adopted, so that the next try repeats an even earlier one
            rejected(unavailable.problem());
            throw unavailable;
        }
    }

    /** A failure is not fatal, because the hold repeats the lookup. */
    private EarlierLookup lookUpKeys() {
        try {
            return ledger.find(request.identity(), claims);
        } catch (GatewayException e) {
            log.debug("The lookup failed; the hold looks again", e);
            return new EarlierLookup.NotFound();
        }
    }

    /** Remembers a try that was rejected with a problem that clients retry. */
    private void rejected(Problem problem) {
        var count = request.headers().countedTry();
        if (problem.mayBeRepeated() && count != null && request.bodyHash() != null) {
            // true if it is known that no earlier try was admitted
            var tries = claims.tries();
            var isNew = tries != null && (tries.count() == 0 || !claims.mayAdopt());
            refusedTries.add(request.client().id(), request.bodyHash(), count, isNew);
        }
    }

    /** A string that is the same for equal requests of one client; null if the request is never merged with others. */
    private @Nullable String equality() {
        var seeded = claims.seeded();
        var claim = seeded != null && seeded.isLookedUp() ? seeded : claims.key();
        return claim == null || !claim.isLookedUp()
                ? null
                : String.join(" ", claim.kind().label(), request.client().id(), claim.name(), claim.requestHash());
    }
}
