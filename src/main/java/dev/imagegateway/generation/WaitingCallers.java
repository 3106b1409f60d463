package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.delivery.Base64Memory;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.ratelimit.GenerationLimits;
import dev.imagegateway.replay.EarlierGenerations;
import dev.imagegateway.telemetry.RequestOrigin;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Limits how many callers wait for images and for how long. */
@Component
final class WaitingCallers {

    /** The longest time that a hold can take. */
    private static final Duration MAX_HOLD_WAIT = Duration.ofSeconds(60);

    private final GenerationLimits limits;
    private final Base64Memory memory;
    private final EarlierGenerations earlierGenerations;
    private final Duration responseTimeout;

    WaitingCallers(
            GenerationLimits limits,
            Base64Memory memory,
            EarlierGenerations earlierGenerations,
            WaitingProperties properties) {
        this.limits = limits;
        this.memory = memory;
        this.earlierGenerations = earlierGenerations;
        this.responseTimeout = properties.responseTimeout();
    }

    /** A caller's place, held until it is closed, or the reason why the caller gets none. */
    record Place(Optional<Problem> refusal, Runnable release) implements AutoCloseable {

        static Place refused(Problem problem) {
            return new Place(Optional.of(problem), () -> {});
        }

        @Override
        public void close() {
            release.run();
        }
    }

    /**
     * Takes a place for the caller of an image request. Callers that do not wait need one too, because images may
     * exist.
     */
    Place enter(AcceptedRequest request) {
        var image = request.image();
        var place = enter(
                request.client(),
                request.generationId(),
                image.responseFormat(),
                image.imagesAsked(),
                request.origin());
        if (place.refusal().isPresent()) {
            var lookup = request.lookup();
            earlierGenerations.refusedBeforeLookup(lookup.client().id(), lookup.headers(), lookup.bodyHash());
        }
        return place;
    }

    /**
     * Takes a place.
     *
     * @param waiter a unique id of this wait
     */
    Place enter(Client client, String waiter, RequestOrigin origin) {
        return switch (limits.await(client, waiter, origin)) {
            case GenerationLimits.Place place -> new Place(Optional.empty(), place::close);
            case GenerationLimits.Refused refused -> Place.refused(refused.problem());
        };
    }

    /** Takes a place, and reserves memory for images if they may be returned as base64. */
    Place enter(Client client, String waiter, ResponseFormat format, int images, RequestOrigin origin) {
        var refusal =
                format == ResponseFormat.B64_JSON ? memory.reserve(client.id(), images) : Optional.<Problem>empty();
        return refusal.map(Place::refused).orElseGet(() -> enter(client, waiter, origin));
    }

    /**
     * How long to wait for the hold of an equal request. Callers that do not wait for images wait as long as a hold
     * takes.
     */
    Duration patience(AcceptedRequest request) {
        var wait = request.preference().maxWait(responseTimeout);
        return request.isAwaited() && wait.compareTo(MAX_HOLD_WAIT) < 0 ? wait : MAX_HOLD_WAIT;
    }
}
