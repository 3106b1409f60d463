package dev.imagegateway.replay;

import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.EarlierClaim;
import dev.imagegateway.ledger.EarlierMatch;
import dev.imagegateway.ledger.KeyReused;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.replay.LookupResult.Found;
import dev.imagegateway.replay.LookupResult.Rejected;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds the earlier generation that answers a request. If there is none, the request gets a {@link Reservation} with
 * the keys that its hold has to claim.
 */
public final class EarlierGenerations {

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

    EarlierGenerations(Ledger ledger, Catalogue catalogue, ReplayProperties properties) {
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
     * Starts the search for the earlier generation that answers a request.
     *
     * @param wait the maximum wait for equal requests that are about to be held
     */
    public EarlierSearch search(LookupRequest request, Duration wait) {
        var claims = afterRefusedTries(request, dedupKeys.claims(request));
        return new EarlierSearch(request, claims, wait, ledger, equalRequests, refusedTries);
    }

    /**
     * Assigns the caller's key to a generation that was found by its seed.
     *
     * @return the generation that answers the request, or a rejection
     * @throws GatewayException {@code ledger-unavailable}
     */
    public LookupResult assignKey(EarlierMatch found, LookupRequest request) {
        var key = found.by() == MatchKind.SEEDED ? dedupKeys.key(request) : null;
        return key == null
                ? new Found(found)
                : ledger.assignKey(found.generation(), key)
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
                : claims.repeating(dedupKeys.tries(tries.count(), last));
    }

    static LookupResult answer(EarlierClaim claim) {
        return switch (claim) {
            case EarlierMatch earlier -> new Found(earlier);
            case KeyReused _ -> new Rejected(KEY_REUSED);
        };
    }
}
