package dev.imagegateway.replay;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ModelCatalogue;
import dev.imagegateway.ledger.Books;
import dev.imagegateway.ledger.Claim;
import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.HoldDecision.AlreadyClaimed;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.ledger.Reuse;
import dev.imagegateway.ledger.Tries;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.replay.RepeatHeaders.Reusable;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which earlier generation answers a request, and under which names a new one is found. */
public final class Replays {

    /** Larger ones are not what they were when they come back through JavaScript. */
    private static final long LARGEST_SEED = (1L << 53) - 1;

    private static final String ALL_CLIENTS = "*";

    private final Ledger ledger;
    private final Books books;
    private final ModelCatalogue catalogue;
    private final ReplayProperties properties;
    private final RefusedTries refused;

    Replays(Ledger ledger, Books books, ModelCatalogue catalogue, ReplayProperties properties) {
        this.ledger = ledger;
        this.books = books;
        this.catalogue = catalogue;
        this.properties = properties;
        this.refused = new RefusedTries(properties.refusalMemory());
    }

    /**
     * A request, and what it says of itself.
     *
     * @param requestHash of the canonical request
     * @param length of its body in bytes, -1 if it was not announced
     * @param answeredAtOnce whether the caller asks for the images later
     */
    public record Asked(
            Client client,
            ImageGenerationRequest request,
            String requestHash,
            long length,
            RepeatHeaders headers,
            boolean answeredAtOnce) {}

    /**
     * What there is for a request before anything is held.
     *
     * @param earlier what answers it
     * @param claims what a hold for it has to claim
     * @param isNew whether it is known that no earlier try of it was let in
     */
    public record Sight(@Nullable AlreadyClaimed earlier, Claims claims, boolean isNew) {}

    /** Whether results of seeds are other clients' too, who must not be shown whose they are. */
    public boolean sharesAcrossClients() {
        return properties.seeded().acrossClients();
    }

    /** How often the books are to be asked for generations of other processes. */
    public Duration pollInterval() {
        return properties.pollInterval();
    }

    /**
     * Looks for an earlier generation. This is the cheap look; the hold looks again.
     *
     * @param anew whether what its seed has made is passed over
     * @throws GatewayException {@code idempotency-key-reused}, {@code ledger-unavailable}
     */
    public Sight look(Asked asked, boolean anew) {
        var claims = claims(asked, anew);
        if (claims.key() != null) {
            var earlier = books.claimed(claims.key());
            if (earlier.isPresent()) {
                return found(checked(earlier.get()), claims);
            }
        }
        var tries = claims.tries();
        if (tries != null && tries.count() > 0) {
            if (refused.take(asked.client().id(), asked.requestHash(), asked.length())) {
                claims = withoutAdoption(claims);
            } else {
                var adopted = ledger.adopt(asked.client(), asked.requestHash(), tries);
                if (adopted.isPresent() && !adopted.get().failed()) {
                    return found(new AlreadyClaimed(Reuse.RETRY, adopted.get().generation(), true, false), claims);
                }
                claims = adopted.isPresent() ? withoutAdoption(claims) : claims;
            }
        }
        if (claims.seeded() != null) {
            var earlier = books.claimed(claims.seeded());
            if (earlier.isPresent()) {
                return found(earlier.get(), claims);
            }
        }
        return new Sight(null, claims, tries != null && (tries.count() == 0 || !claims.adopts()));
    }

    /**
     * Lets the caller's name for its request stand for what answers it by its seed.
     *
     * @return what answers it
     * @throws GatewayException {@code idempotency-key-reused}, {@code ledger-unavailable}
     */
    public AlreadyClaimed named(AlreadyClaimed earlier, Asked asked) {
        var key = key(asked);
        return key == null
                ? earlier
                : ledger.name(earlier.generation(), key)
                        .map(Replays::checked)
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

    /** What would have been a new generation was refused before anything was sent. */
    public void refused(Asked asked, boolean isNew) {
        if (isNew && asked.headers().key() == null && asked.headers().clientRequestId() == null) {
            refused.add(asked.client().id(), asked.requestHash());
        }
    }

    /** A request for images was refused before its body was read. */
    public void refusedAtTheDoor(Client client, HttpServletRequest request) {
        var count = RepeatHeaders.retryCount(request);
        if (count == null) {
            return;
        }
        if (count == 0) {
            refused.addAtTheDoor(client.id(), request.getContentLengthLong());
        } else {
            refused.renewAtTheDoor(client.id(), request.getContentLengthLong());
        }
    }

    private static Sight found(AlreadyClaimed earlier, Claims claims) {
        return new Sight(earlier, claims, false);
    }

    private Claims claims(Asked asked, boolean anew) {
        var headers = asked.headers();
        var key = key(asked);
        var tries = key != null || headers.retryCount() == null
                ? null
                : new Tries(headers.retryCount(), properties.adoptWindow(), properties.answeredWindow());
        return new Claims(
                key,
                seeded(asked, anew).orElse(null),
                tries,
                tries != null && tries.count() > 0,
                asked.answeredAtOnce());
    }

    private static Claims withoutAdoption(Claims claims) {
        return new Claims(claims.key(), claims.seeded(), claims.tries(), false, claims.answered());
    }

    private @Nullable Claim key(Asked asked) {
        var client = asked.client().id();
        var hash = asked.requestHash();
        var key = asked.headers().key();
        if (key != null) {
            return new Claim(Reuse.IDEMPOTENCY_KEY, client, sha256(key), hash, properties.keyLifetime(), false);
        }
        var id = asked.headers().clientRequestId();
        // Azure's clients choose one for each request, but some callers choose one for many: it names an equal one only
        return id == null
                ? null
                : new Claim(
                        Reuse.CLIENT_REQUEST_ID,
                        client,
                        sha256(id + "\n" + hash),
                        hash,
                        properties.adoptWindow(),
                        false);
    }

    private Optional<Claim> seeded(Asked asked, boolean anew) {
        var seed = asked.request().seed();
        var reusable = asked.headers().reuse();
        var settings = properties.seeded();
        if (!settings.enabled()
                || !asked.client().seededResults()
                || reusable == Reusable.NO
                || seed == null
                || seed > LARGEST_SEED
                // what it makes of a prompt is not promised to be the same twice
                || Boolean.TRUE.equals(asked.request().promptExpansion())) {
            return Optional.empty();
        }
        return Optional.of(new Claim(
                Reuse.SEEDED,
                settings.acrossClients() ? ALL_CLIENTS : asked.client().id(),
                sha256(catalogue.revision(asked.request().model()) + "\n" + asked.requestHash()),
                asked.requestHash(),
                settings.timeToLive(),
                anew || reusable == Reusable.LATER));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
