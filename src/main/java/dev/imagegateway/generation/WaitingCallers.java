package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.images.RequestTransfers;
import dev.imagegateway.ratelimit.GenerationLimits;
import dev.imagegateway.ratelimit.LimitExceeded;
import dev.imagegateway.ratelimit.WaitingSlot;
import dev.imagegateway.replay.EarlierGenerations;
import dev.imagegateway.telemetry.RequestOrigin;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Limits how many callers wait for images and for how long. */
@Component
final class WaitingCallers {

    /** The longest time that a hold can take. */
    private static final Duration MAX_HOLD_WAIT = Duration.ofSeconds(60);

    private final GenerationLimits limits;
    private final RequestTransfers transfers;
    private final EarlierGenerations earlierGenerations;

    WaitingCallers(GenerationLimits limits, RequestTransfers transfers, EarlierGenerations earlierGenerations) {
        this.limits = limits;
        this.transfers = transfers;
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

    /** Takes a place, and reserves room for images if they may be returned as base64. */
    WaitingPlace enter(Client client, String waiter, ResponseFormat format, int images, RequestOrigin origin) {
        var place = enter(client, waiter, origin);
        if (format == ResponseFormat.URL || !(place instanceof WaitingPlace.Taken taken)) {
            return place;
        }
        return transfers
                .reserve(client.id(), images)
                .<WaitingPlace>map(problem -> {
                    taken.close();
                    return new WaitingPlace.Rejected(problem, List.of());
                })
                .orElse(taken);
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
