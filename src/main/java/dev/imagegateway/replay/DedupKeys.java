package dev.imagegateway.replay;

import dev.imagegateway.ledger.Claim;
import dev.imagegateway.ledger.Claim.OnExisting;
import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.ledger.RetryAttempt;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.replay.RepeatHeaders.Reusable;
import dev.imagegateway.secret.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Derives the keys by which later requests find a request's generation. */
final class DedupKeys {

    /** 2^53−1. JavaScript cannot represent larger integers exactly. */
    private static final long MAX_SEED = (1L << 53) - 1;

    private static final String ALL_CLIENTS = "*";

    private final Catalogue catalogue;
    private final ReplayProperties properties;

    DedupKeys(Catalogue catalogue, ReplayProperties properties) {
        this.catalogue = catalogue;
        this.properties = properties;
    }

    /** Derives all claims of a request. */
    Claims claims(LookupRequest request) {
        var key = key(request);
        var count = request.headers().countedTry();
        var tries = count == null ? null : tries(count, count - 1);
        return new Claims(key, seeded(request).orElse(null), tries, request.acceptedAtOnce());
    }

    RetryAttempt tries(int count, int after) {
        return new RetryAttempt(
                count,
                count > 0,
                after,
                properties.adoptWindow(),
                properties.refusalMemory(),
                properties.answeredWindow());
    }

    /** The claim for the caller's own key. */
    @Nullable
    Claim key(LookupRequest request) {
        var client = request.client().id();
        var hash = request.requestHash();
        var key = request.headers().key();
        if (key != null) {
            return new Claim(
                    MatchKind.IDEMPOTENCY_KEY,
                    client,
                    Sha256.hex(key),
                    hash,
                    properties.keyLifetime(),
                    new OnExisting.Match());
        }
        var id = request.headers().clientRequestId();
        // Azure's clients use a new id for each request, but some callers share one id, so the hash is part of the name
        return id == null
                ? null
                : new Claim(
                        MatchKind.CLIENT_REQUEST_ID,
                        client,
                        Sha256.hex(id + "\n" + hash),
                        hash,
                        properties.adoptWindow(),
                        new OnExisting.Match());
    }

    private Optional<Claim> seeded(LookupRequest request) {
        var seed = request.image().seed();
        var reusable = request.headers().reuse();
        var settings = properties.seeded();
        if (!settings.enabled()
                || !request.client().seededResults()
                || request.refusal() != null
                || reusable == Reusable.NO
                || seed == null
                || seed > MAX_SEED
                // rewritten prompts and reference images may differ the next time
                || !request.image().isRepeatable()) {
            return Optional.empty();
        }
        return Optional.of(new Claim(
                MatchKind.SEEDED,
                settings.acrossClients() ? ALL_CLIENTS : request.client().id(),
                Sha256.hex(catalogue.revision(request.image().model()) + "\n" + request.requestHash()),
                request.requestHash(),
                settings.timeToLive(),
                reusable == Reusable.BY_LATER_REQUESTS ? new OnExisting.Replace() : new OnExisting.Match()));
    }
}
