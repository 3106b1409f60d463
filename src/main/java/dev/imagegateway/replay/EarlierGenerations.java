package dev.imagegateway.replay;

import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.EarlierClaim;
import dev.imagegateway.ledger.EarlierClaim.AlreadyClaimed;
import dev.imagegateway.ledger.EarlierClaim.KeyReused;
import dev.imagegateway.ledger.EarlierLookup;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.model.ModelCatalogue;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.replay.EqualRequests.Next;
import dev.imagegateway.replay.LookupResult.Found;
import dev.imagegateway.replay.LookupResult.Refused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the earlier generation that answers a request. If there is none, the request gets a {@link Reservation} with
 * the keys that its hold has to claim.
 */
public final class EarlierGenerations {

    private static final Logger log = LoggerFactory.getLogger(EarlierGenerations.class);

    /** The caller used its key for a different request before. */
    public static final Problem KEY_REUSED = Problem.of(
            ProblemType.IDEMPOTENCY_KEY_REUSED,
            "This Idempotency-Key stands for another request of yours; nothing was sent or billed. Use a new key for each"
                    + " request, and the same one only to repeat it.");

    private final Ledger ledger;
    private final DedupKeys dedupKeys;
    private final RefusedTries refusedTries;
    private final EqualRequests equalRequests = new EqualRequests();
    private final Duration pollInterval;

    EarlierGenerations(Ledger ledger, ModelCatalogue catalogue, ReplayProperties properties) {
        this.ledger = ledger;
        this.dedupKeys = new DedupKeys(catalogue, properties);
        this.refusedTries = new RefusedTries(properties.refusalMemory());
        this.pollInterval = properties.pollInterval();
    }

    /** How often the ledger is polled for generations of other processes. */
    public Duration pollInterval() {
        return pollInterval;
    }

    /**
     * Looks for an earlier generation. Waits for an equal request that is about to be held.
     *
     * @param unservedGeneration a generation to skip, because its images are no longer served; null for none
     * @param wait the maximum wait for an equal request
     * @throws GatewayException {@code ledger-unavailable}, for a retry only
     */
    public LookupResult find(LookupRequest request, @Nullable String unservedGeneration, Duration wait) {
        var deadline = System.nanoTime() + wait.toNanos();
        var asked = afterRefusedTries(request, dedupKeys.claims(request, unservedGeneration));
        while (true) {
            var found = lookUp(request, asked);
            if (found instanceof EarlierLookup.Found earlier) {
                return answer(earlier.claim());
            }
            var claims = found instanceof EarlierLookup.AfterFailedTry ? asked.withoutAdoption() : asked;
            var reservation =
                    new Reservation(claims, equality(request, claims), problem -> refused(request, claims, problem));
            switch (equalRequests.await(reservation, Duration.ofNanos(deadline - System.nanoTime()))) {
                case Next.Proceed _ -> {
                    return reservation;
                }
                case Next.Refused shared -> {
                    refused(request, claims, shared.problem());
                    return new Refused(shared.problem());
                }
                case Next.LookAgain _ -> asked = claims;
            }
        }
    }

    /**
     * Assigns the caller's key to a generation that was found by its seed.
     *
     * @return the generation that answers the request, or a refusal
     * @throws GatewayException {@code ledger-unavailable}
     */
    public LookupResult name(AlreadyClaimed found, LookupRequest request) {
        var key = found.by() == MatchKind.SEEDED ? dedupKeys.key(request) : null;
        return key == null
                ? new Found(found)
                : ledger.name(found.generation(), key)
                        .map(EarlierGenerations::answer)
                        .orElseGet(() -> new Found(found));
    }

    /** Records a request that was refused before its earlier tries were looked up. */
    public void refusedBeforeLookup(String client, RepeatHeaders headers, @Nullable String bodyHash) {
        var count = headers.countedTry();
        if (count != null && bodyHash != null) {
            refusedTries.addBeforeLookup(client, bodyHash, count);
        }
    }

    /** Adjusts the claims of a request if earlier tries were refused: the request then repeats an even earlier try. */
    private Claims afterRefusedTries(LookupRequest request, Claims claims) {
        var tries = claims.tries();
        if (tries == null || tries.count() == 0 || request.bodyHash() == null) {
            return claims;
        }
        var last = refusedTries.lastAdmitted(request.client().id(), request.bodyHash(), tries.count());
        return last == RefusedTries.NONE
                ? claims.withoutAdoption()
                : new Claims(
                        claims.key(),
                        claims.seeded(),
                        dedupKeys.tries(tries.count(), last),
                        claims.adopts(),
                        claims.answered());
    }

    /**
     * Looks up the ledger. A failure is not fatal for most requests, because the hold repeats the lookup. A retry that
     * may have taken an earlier try over must not go on: the hold would not find that try again, and would pay twice.
     */
    private EarlierLookup lookUp(LookupRequest request, Claims claims) {
        try {
            return ledger.find(request.identity(), claims);
        } catch (GatewayException e) {
            if (claims.adopts()) {
                throw e;
            }
            log.debug("The lookup failed; the hold looks again", e);
            return new EarlierLookup.NotFound();
        }
    }

    /** Remembers a try that was refused with a problem that clients retry. */
    private void refused(LookupRequest request, Claims claims, Problem problem) {
        var count = request.headers().countedTry();
        if (problem.mayBeRepeated() && count != null && request.bodyHash() != null) {
            // true if it is known that no earlier try was admitted
            var tries = claims.tries();
            var isNew = tries != null && (tries.count() == 0 || !claims.adopts());
            refusedTries.add(request.client().id(), request.bodyHash(), count, isNew);
        }
    }

    private static LookupResult answer(EarlierClaim claim) {
        return switch (claim) {
            case AlreadyClaimed earlier -> new Found(earlier);
            case KeyReused _ -> new Refused(KEY_REUSED);
        };
    }

    /** A string that is the same for equal requests of one client; null if the request is never merged with others. */
    private static @Nullable String equality(LookupRequest request, Claims claims) {
        var seeded = claims.seeded();
        var claim = seeded != null && !seeded.skipsLookup() ? seeded : claims.key();
        return claim == null || claim.skipsLookup()
                ? null
                : String.join(" ", claim.kind().label(), request.client().id(), claim.name(), claim.requestHash());
    }
}
