package dev.imagegateway.generation;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import dev.imagegateway.client.Client;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.model.Fingerprint;
import dev.imagegateway.replay.LookupRequest;
import dev.imagegateway.replay.RepeatHeaders;
import dev.imagegateway.secret.Sha256;
import dev.imagegateway.telemetry.RequestOrigin;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A request for images that was read, checked and found allowed.
 *
 * @param generationId the id that its generation gets, if no earlier one answers it. It sorts by time, and is the name in
 *     headers, logs, the ledger and, with the attempt's number, upstream.
 * @param image what is asked
 * @param seed the caller's, or one chosen here: the upstream's own choice comes back damaged, so that its images could
 *     never be made again
 * @param lookup what the lookup of an earlier generation needs
 * @param preference to waiting
 * @param origin the HTTP request
 * @param startedNanos {@link System#nanoTime()} when it was accepted
 */
record AcceptedRequest(
        String generationId,
        ImageGenerationRequest image,
        long seed,
        LookupRequest lookup,
        WaitPreference preference,
        RequestOrigin origin,
        long startedNanos) {

    private static final TimeBasedEpochRandomGenerator UUID_V7 = Generators.timeBasedEpochRandomGenerator();

    static AcceptedRequest of(
            Client client,
            ImageGenerationRequest image,
            byte[] body,
            RepeatHeaders headers,
            WaitPreference preference,
            RequestOrigin origin) {
        var seed = image.seed();
        // who is told at once where to look has been answered
        var isAnswered = preference.isAsync() && preference.atMost() == null;
        var bodyHash = headers.retryCount() == null ? null : Sha256.hex(body);
        return new AcceptedRequest(
                "gen-" + UUID_V7.generate(),
                image,
                seed != null ? seed : ThreadLocalRandom.current().nextLong(1, 1L << 31),
                new LookupRequest(client, image, Fingerprint.of(image), bodyHash, headers, isAnswered),
                preference,
                origin,
                System.nanoTime());
    }

    Client client() {
        return lookup.client();
    }

    /** Whether a repetition of it would be recognised. */
    boolean isRecognisable() {
        return lookup.headers().isRecognisable();
    }

    /** Which try it is; null unless its caller counts them. */
    @Nullable
    Integer retryCount() {
        return lookup.headers().retryCount();
    }

    /** Whether its caller waits for the result at all. */
    boolean isAwaited() {
        return !preference.longest(Duration.ofSeconds(1)).isZero();
    }
}
