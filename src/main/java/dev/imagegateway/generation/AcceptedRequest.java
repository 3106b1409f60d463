package dev.imagegateway.generation;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import dev.imagegateway.client.Client;
import dev.imagegateway.model.Fingerprint;
import dev.imagegateway.model.ImageGenerationRequest;
import dev.imagegateway.model.ParsedRequest;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.ratelimit.ImageLoad;
import dev.imagegateway.replay.LookupRequest;
import dev.imagegateway.replay.RepeatHeaders;
import dev.imagegateway.secret.Sha256;
import dev.imagegateway.telemetry.RequestOrigin;
import org.jspecify.annotations.Nullable;

/**
 * An image request that was parsed, validated and authorised, or that only an earlier generation can answer.
 *
 * @param generationId the id of the generation that is created if no earlier one answers the request. Ids sort by time.
 *     The id appears in response headers, logs and the ledger, and upstream with the attempt's number appended.
 * @param image the requested images
 * @param seed the seed to send: see {@link ImageGenerationRequest#chooseSeed()}
 * @param lookup the input for the lookup of an earlier generation
 * @param preference how long the caller wants to wait
 * @param origin the HTTP request
 * @param baseUrl the gateway's address for links in the response
 * @param startedNanos {@link System#nanoTime()} at acceptance
 */
record AcceptedRequest(
        String generationId,
        ImageGenerationRequest image,
        @Nullable Long seed,
        LookupRequest lookup,
        WaitPreference preference,
        RequestOrigin origin,
        String baseUrl,
        long startedNanos) {

    private static final TimeBasedEpochRandomGenerator UUID_V7 = Generators.timeBasedEpochRandomGenerator();

    static AcceptedRequest of(
            Client client,
            ParsedRequest parsed,
            byte[] identity,
            RepeatHeaders headers,
            WaitPreference preference,
            RequestOrigin origin,
            String baseUrl) {
        // a caller that gets 202 at once queries its images by id and does not send the request again
        var acceptedAtOnce = preference.isAsync() && preference.maxWait().isZero();
        var image = parsed.request();
        var refusal = parsed.refusal() == null ? null : parsed.refusal().problem();
        var bodyHash = headers.countedTry() == null ? null : Sha256.hex(identity);
        return new AcceptedRequest(
                "gen-" + UUID_V7.generate(),
                image,
                image.chooseSeed(),
                new LookupRequest(client, image, Fingerprint.of(image), bodyHash, headers, acceptedAtOnce, refusal),
                preference,
                origin,
                baseUrl,
                System.nanoTime());
    }

    Client client() {
        return lookup.client();
    }

    /** Why no generation may be begun for it; null if one may be. */
    @Nullable
    Problem refusal() {
        return lookup.refusal();
    }

    /** What it counts against its client's limits. */
    ImageLoad load() {
        return new ImageLoad(image.imagesAsked(), image.megapixels());
    }

    /** Whether a repetition of this request would be recognised. */
    boolean isRecognisable() {
        return lookup.headers().isRecognisable();
    }

    /** The number of this try; null unless the caller counts its tries. */
    @Nullable
    Integer countedTry() {
        return lookup.headers().countedTry();
    }

    /** Whether the caller waits for the result. */
    boolean isAwaited() {
        return !preference.maxWait().isZero();
    }
}
