package dev.imagegateway.replay;

import dev.imagegateway.image.ModelCatalogue;
import dev.imagegateway.ledger.Claim;
import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.ledger.RetryAttempt;
import dev.imagegateway.replay.EarlierGenerations.Asked;
import dev.imagegateway.replay.RepeatHeaders.Reusable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Derives the keys by which later requests find a request's generation. */
final class DedupKeys {

    /** Larger ones are not what they were when they come back through JavaScript. */
    private static final long LARGEST_SEED = (1L << 53) - 1;

    private static final String ALL_CLIENTS = "*";

    private final ModelCatalogue catalogue;
    private final ReplayProperties properties;

    DedupKeys(ModelCatalogue catalogue, ReplayProperties properties) {
        this.catalogue = catalogue;
        this.properties = properties;
    }

    /** SHA-256 in hex. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** All names and tries of a request. */
    Claims claims(Asked asked, @Nullable String unservedGeneration) {
        var key = key(asked);
        var count = asked.headers().countedTry();
        var tries = count == null ? null : tries(count, count - 1);
        return new Claims(
                key,
                seeded(asked, unservedGeneration).orElse(null),
                tries,
                tries != null && tries.count() > 0,
                asked.answeredAtOnce());
    }

    RetryAttempt tries(int count, int after) {
        return new RetryAttempt(
                count, after, properties.adoptWindow(), properties.refusalMemory(), properties.answeredWindow());
    }

    /** The name that the caller gave it. */
    @Nullable
    Claim key(Asked asked) {
        var client = asked.client().id();
        var hash = asked.requestHash();
        var key = asked.headers().key();
        if (key != null) {
            return new Claim(
                    MatchKind.IDEMPOTENCY_KEY, client, sha256(key), hash, properties.keyLifetime(), false, null);
        }
        var id = asked.headers().clientRequestId();
        // Azure's clients choose one for each request, but some callers choose one for many: it names an equal one only
        return id == null
                ? null
                : new Claim(
                        MatchKind.CLIENT_REQUEST_ID,
                        client,
                        sha256(id + "\n" + hash),
                        hash,
                        properties.adoptWindow(),
                        false,
                        null);
    }

    private Optional<Claim> seeded(Asked asked, @Nullable String unservedGeneration) {
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
                MatchKind.SEEDED,
                settings.acrossClients() ? ALL_CLIENTS : asked.client().id(),
                sha256(catalogue.revision(asked.request().model()) + "\n" + asked.requestHash()),
                asked.requestHash(),
                settings.timeToLive(),
                reusable == Reusable.BY_LATER_REQUESTS,
                unservedGeneration));
    }

    private static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
