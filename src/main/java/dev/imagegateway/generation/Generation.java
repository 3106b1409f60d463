package dev.imagegateway.generation;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import dev.imagegateway.client.Client;
import dev.imagegateway.image.ImageGenerationRequest;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One accepted request on its way.
 *
 * @param id its name in headers, logs, books and, with the attempt's number, upstream; it sorts by time
 * @param client who asked
 * @param request what for
 * @param requestHash its {@link Fingerprint}
 * @param seed the caller's, or one chosen here: the upstream's own choice comes back damaged, so that its images could
 *     never be made again
 * @param requestId the id of the HTTP request
 */
record Generation(
        String id, Client client, ImageGenerationRequest request, String requestHash, long seed, String requestId) {

    private static final TimeBasedEpochRandomGenerator UUID_V7 = Generators.timeBasedEpochRandomGenerator();

    static Generation of(Client client, ImageGenerationRequest request, String requestId) {
        var chosen = request.seed();
        var seed = chosen != null ? chosen : ThreadLocalRandom.current().nextLong(1, 1L << 31);
        return new Generation("gen-" + UUID_V7.generate(), client, request, Fingerprint.of(request), seed, requestId);
    }
}
