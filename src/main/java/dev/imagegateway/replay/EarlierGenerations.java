package dev.imagegateway.replay;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ModelCatalogue;
import dev.imagegateway.ledger.Adoption;
import dev.imagegateway.ledger.Claim;
import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.HoldDecision.AlreadyClaimed;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.ledger.LedgerQueries;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.ledger.RetryAttempt;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the earlier generation that answers a request, and the keys that a new one claims. */
public final class EarlierGenerations {

    private static final Logger log = LoggerFactory.getLogger(EarlierGenerations.class);

    private final Ledger ledger;
    private final LedgerQueries books;
    private final DedupKeys dedupKeys;
    private final ReplayProperties properties;
    private final RefusedTries refused;

    EarlierGenerations(Ledger ledger, LedgerQueries books, ModelCatalogue catalogue, ReplayProperties properties) {
        this.ledger = ledger;
        this.books = books;
        this.dedupKeys = new DedupKeys(catalogue, properties);
        this.properties = properties;
        this.refused = new RefusedTries(properties.refusalMemory());
    }

    /**
     * A request, and what it says of itself.
     *
     * @param requestHash of the canonical request
     * @param bodyHash SHA-256 of its body as it was sent, where its caller counts its tries
     * @param answeredAtOnce whether the caller asks for the images later
     */
    public record Asked(
            Client client,
            ImageGenerationRequest request,
            String requestHash,
            @Nullable String bodyHash,
            RepeatHeaders headers,
            boolean answeredAtOnce) {}

    /**
     * What there is for a request before anything is held.
     *
     * @param earlier what answers it
     * @param claims what a hold for it has to claim
     * @param isNew whether it is known that no earlier try of it was let in
     */
    public record LookupResult(@Nullable AlreadyClaimed earlier, Claims claims, boolean isNew) {}

    /** SHA-256 in hex. */
    public static String sha256(byte[] bytes) {
        return DedupKeys.sha256(bytes);
    }

    /** How often the books are to be asked for generations of other processes. */
    public Duration pollInterval() {
        return properties.pollInterval();
    }

    /**
     * Looks for an earlier generation. This is the cheap look; the hold looks again.
     *
     * @param unservedGeneration a generation that is passed over, for its images are not served any more
     * @throws GatewayException {@code idempotency-key-reused}
     */
    public LookupResult look(Asked asked, @Nullable String unservedGeneration) {
        var claims = dedupKeys.claims(asked, unservedGeneration);
        if (claims.key() != null) {
            var earlier = quickly(claims.key());
            if (earlier.isPresent()) {
                return found(checked(earlier.get()), claims);
            }
        }
        var tries = claims.tries();
        if (tries != null && tries.count() > 0) {
            var last = asked.bodyHash() == null
                    ? tries.count() - 1
                    : refused.lastLetIn(asked.client().id(), asked.bodyHash(), tries.count());
            if (last == RefusedTries.NONE) {
                claims = withoutAdoption(claims);
            } else {
                tries = dedupKeys.tries(tries.count(), last);
                claims = new Claims(claims.key(), claims.seeded(), tries, true, claims.answered());
                var adopted = adopted(asked, tries);
                if (adopted.isPresent() && !adopted.get().failed()) {
                    return found(earlierTry(asked, adopted.get()), claims);
                }
                claims = adopted.isPresent() ? withoutAdoption(claims) : claims;
            }
        }
        if (claims.seeded() != null) {
            var earlier = quickly(claims.seeded());
            if (earlier.isPresent()) {
                return found(earlier.get(), claims);
            }
        }
        return new LookupResult(null, claims, tries != null && (tries.count() == 0 || !claims.adopts()));
    }

    private static AlreadyClaimed earlierTry(Asked asked, Adoption adoption) {
        return new AlreadyClaimed(
                MatchKind.RETRY, adoption.generation(), asked.client().id(), true, adoption.done());
    }

    /** The hold looks again, so that a look that fails need not refuse anybody. */
    private Optional<AlreadyClaimed> quickly(Claim claim) {
        try {
            return books.claimed(claim);
        } catch (GatewayException e) {
            log.debug("The cheap look failed", e);
            return Optional.empty();
        }
    }

    private Optional<Adoption> adopted(Asked asked, RetryAttempt tries) {
        try {
            return ledger.adopt(asked.client(), asked.request().user(), asked.requestHash(), tries);
        } catch (GatewayException e) {
            log.debug("The cheap look failed", e);
            return Optional.empty();
        }
    }

    /**
     * Lets the caller's name for its request stand for what answers it by its seed.
     *
     * @return what answers it
     * @throws GatewayException {@code idempotency-key-reused}, {@code ledger-unavailable}
     */
    public AlreadyClaimed named(AlreadyClaimed earlier, Asked asked) {
        var key = dedupKeys.key(asked);
        return key == null
                ? earlier
                : ledger.name(earlier.generation(), key)
                        .map(EarlierGenerations::checked)
                        .filter(other -> !other.generation().equals(earlier.generation()))
                        .orElse(earlier);
    }

    /**
     * Lets pass what was asked for the same.
     *
     * @throws GatewayException {@code idempotency-key-reused} if it was asked for something else
     */
    public static AlreadyClaimed checked(AlreadyClaimed earlier) {
        if (!earlier.sameRequest()) {
            throw Problem.of(
                            ProblemType.IDEMPOTENCY_KEY_REUSED,
                            "This Idempotency-Key stands for another request of yours; nothing was sent or billed. Use a"
                                    + " new key for each request, and the same one only to repeat it.")
                    .asException();
        }
        return earlier;
    }

    /**
     * A request was refused before anything was sent, with a problem that its caller's client repeats.
     *
     * @param isNew whether it is known that no earlier try of it was let in
     */
    public void refused(Asked asked, boolean isNew) {
        var count = asked.headers().countedTry();
        if (count != null && asked.bodyHash() != null) {
            refused.add(asked.client().id(), asked.bodyHash(), count, isNew);
        }
    }

    /** A request was refused before anybody looked for its earlier tries. */
    public void refusedUnseen(Client client, RepeatHeaders headers, String bodyHash) {
        var count = headers.countedTry();
        if (count != null) {
            refused.addUnseen(client.id(), bodyHash, count);
        }
    }

    private static LookupResult found(AlreadyClaimed earlier, Claims claims) {
        return new LookupResult(earlier, claims, false);
    }

    private static Claims withoutAdoption(Claims claims) {
        return new Claims(claims.key(), claims.seeded(), claims.tries(), false, claims.answered());
    }
}
