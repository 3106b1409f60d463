package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import dev.imagegateway.ratelimit.ClientBuckets.Left;
import dev.imagegateway.ratelimit.Decision.Exceeded;
import dev.imagegateway.ratelimit.Decision.Granted;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Counts in this process only. */
final class LocalLimits implements LimitStore {

    /** Estimate of when a slot becomes free, because generations take seconds. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Map<String, ClientBuckets> buckets = new ConcurrentHashMap<>();
    private final IdsByClient inFlight;
    private final int replicas;
    private final Function<Client, Left> left;

    /**
     * Counts against a share of each limit.
     *
     * @param inFlight the generations of this process
     * @param replicas the number of processes that share the limits
     * @param left the tokens of all processes together when a client is first seen
     */
    LocalLimits(IdsByClient inFlight, int replicas, Function<Client, Left> left) {
        this.inFlight = inFlight;
        this.replicas = replicas;
        this.left = left;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public Decision request(Client client) {
        var probe = of(client).takeRequest();
        var status = List.of(status(Limit.REQUESTS, client.limits(), probe));
        return probe.isConsumed() ? new Granted(status) : new Exceeded(Limit.REQUESTS, wait(probe), status);
    }

    @Override
    public Decision generation(Client client, String id, ImageLoad load) {
        var limits = client.limits();
        var maxInFlight = Math.max(1, limits.generationsInFlight() / replicas);
        if (!inFlight.tryEnter(client.id(), id, maxInFlight)) {
            return new Exceeded(
                    Limit.GENERATIONS_IN_FLIGHT,
                    RETRY_AFTER,
                    List.of(LimitStatus.of(Limit.GENERATIONS_IN_FLIGHT, limits, 0, RETRY_AFTER)));
        }
        var buckets = of(client);
        var probe = buckets.takeImages(load.images());
        var imagesLeft = status(Limit.IMAGES, limits, probe);
        if (!probe.isConsumed()) {
            inFlight.leave(client.id(), id);
            return new Exceeded(Limit.IMAGES, wait(probe), List.of(imagesLeft));
        }
        var placesLeft = LimitStatus.of(
                Limit.GENERATIONS_IN_FLIGHT, limits, maxInFlight - inFlight.count(client.id()), Duration.ZERO);
        var pixels = buckets.takeMegapixels(load.megapixels());
        if (pixels == null) {
            return new Granted(List.of(imagesLeft, placesLeft));
        }
        var megapixelsLeft = status(Limit.MEGAPIXELS, limits, pixels);
        if (!pixels.isConsumed()) {
            buckets.giveBackImages(load.images());
            inFlight.leave(client.id(), id);
            return new Exceeded(Limit.MEGAPIXELS, wait(pixels), List.of(megapixelsLeft));
        }
        return new Granted(List.of(imagesLeft, megapixelsLeft, placesLeft));
    }

    @Override
    public void giveBack(Client client, ImageLoad load) {
        var buckets = of(client);
        buckets.giveBackImages(load.images());
        buckets.giveBackMegapixels(load.megapixels());
    }

    @Override
    public void ended(Client client, String id) {
        inFlight.leave(client.id(), id);
    }

    private ClientBuckets of(Client client) {
        var known = buckets.get(client.id());
        if (known != null && known.at(client.limits())) {
            return known;
        }
        return buckets.compute(
                client.id(),
                (_, before) -> before == null
                        ? ClientBuckets.of(client.limits(), replicas, left.apply(client))
                        : before.to(client.limits(), replicas));
    }

    private static LimitStatus status(Limit limit, Limits limits, ConsumptionProbe probe) {
        var reset = probe.isConsumed() ? Duration.ofNanos(probe.getNanosToWaitForReset()) : wait(probe);
        return LimitStatus.of(limit, limits, probe.getRemainingTokens(), reset);
    }

    private static Duration wait(ConsumptionProbe probe) {
        return Duration.ofNanos(probe.getNanosToWaitForRefill());
    }
}
