package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.replay.EarlierGenerations;
import dev.imagegateway.replay.EarlierGenerations.Asked;
import dev.imagegateway.replay.RepeatHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request for images that was read and may be had.
 *
 * @param generation the generation that it becomes, unless an earlier one answers it
 * @param asked what the search for that one needs
 * @param preference to waiting
 */
record AcceptedRequest(Generation generation, Asked asked, WaitPreference preference) {

    static AcceptedRequest of(
            Client client,
            ImageGenerationRequest request,
            String requestId,
            byte[] body,
            RepeatHeaders headers,
            WaitPreference preference) {
        var generation = Generation.of(client, request, requestId);
        // who is told at once where to look has been answered
        var isAnswered = preference.isAsync() && preference.atMost() == null;
        var bodyHash = headers.retryCount() == null ? null : EarlierGenerations.sha256(body);
        var asked = new Asked(client, request, generation.requestHash(), bodyHash, headers, isAnswered);
        return new AcceptedRequest(generation, asked, preference);
    }

    Client client() {
        return generation.client();
    }

    ImageGenerationRequest request() {
        return generation.request();
    }

    boolean isRecognisable() {
        return asked.headers().isRecognisable();
    }

    /** Which try it is; null unless its caller counts them. */
    @Nullable
    Integer retryCount() {
        return asked.headers().retryCount();
    }

    /** Whether nobody waits at all. */
    boolean isUnwaited() {
        return preference.longest(Duration.ofSeconds(1)).isZero();
    }
}
