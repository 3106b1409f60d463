package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.images.Base64Memory;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.ratelimit.GenerationLimits;
import dev.imagegateway.ratelimit.LimitExceeded;
import dev.imagegateway.ratelimit.WaitingSlot;
import dev.imagegateway.replay.EarlierGenerations;
import dev.imagegateway.telemetry.RequestOrigin;
import java.time.Duration;
import java.util.List;
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

    WaitingCallers(GenerationLimits limits, Base64Memory memory, EarlierGenerations earlierGenerations) {
        this.limits = limits;
        this.memory = memory;
        this.earlierGenerations = earlierGenerations;
    }

    /**
     * Takes a place for the caller of an image request. Callers that do not wait need one too, because images may
     * exist.
     */
    WaitingPlace enter(AcceptedRequest request) {
        var image = request.image();
        var place = enter(
                request.client(),
                request.generationId(),
                image.responseFormat(),
                image.imagesAsked(),
                request.origin());
        if (place instanceof WaitingPlace.Rejected) {
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
    WaitingPlace enter(Client client, String waiter, RequestOrigin origin) {
        return switch (limits.enterWaiting(client, waiter, origin)) {
            case WaitingSlot slot -> new WaitingPlace.Taken(slot::close);
            case LimitExceeded exceeded -> new WaitingPlace.Rejected(exceeded.problem(), exceeded.statuses());
        };
    }

    /** Takes a place, and reserves memory for images if they may be returned as base64. */
    WaitingPlace enter(Client client, String waiter, ResponseFormat format, int images, RequestOrigin origin) {
        var refusal =
                format == ResponseFormat.B64_JSON ? memory.reserve(client.id(), images) : Optional.<Problem>empty();
        return refusal.<WaitingPlace>map(problem -> new WaitingPlace.Rejected(problem, List.of()))
                .orElseGet(() -> enter(client, waiter, origin));
    }

    /**
     * How long to wait for the hold of an equal request. Callers that do not wait for images wait as long as a hold
     * takes.
     */
    Duration patience(AcceptedRequest request) {
        var wait = request.preference().maxWait();
        return request.isAwaited() && wait.compareTo(MAX_HOLD_WAIT) < 0 ? wait : MAX_HOLD_WAIT;
    }
}
