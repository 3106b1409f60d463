package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.ratelimit.ClientBuckets.Left;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The last bucket levels that Valkey reported, by client. A process that has to count locally starts from them. */
final class LastKnown {

    private final Map<Bucket, Level> levels = new ConcurrentHashMap<>();

    private record Bucket(String client, Limit limit) {}

    private record Level(double left, long reportedNanos) {}

    void note(String client, Decision decision) {
        for (var status : decision.statuses()) {
            if (status.limit().isRate()) {
                note(client, status.limit(), status.remaining());
            }
        }
    }

    void note(String client, Limit limit, long left) {
        levels.put(new Bucket(client, limit), new Level(left, System.nanoTime()));
    }

    /**
     * The upper bound of the current levels, since other processes may have taken tokens. Full for a client without a
     * report.
     */
    Left left(Client client) {
        var limits = client.limits();
        return new Left(
                left(new Bucket(client.id(), Limit.REQUESTS), Rate.requests(limits)),
                left(new Bucket(client.id(), Limit.IMAGES), Rate.images(limits)),
                left(new Bucket(client.id(), Limit.MEGAPIXELS), Rate.megapixels(limits)));
    }

    private double left(Bucket bucket, Rate rate) {
        var level = levels.get(bucket);
        return level == null
                ? rate.burst()
                : Math.min(rate.burst(), level.left + rate.in(System.nanoTime() - level.reportedNanos));
    }
}
