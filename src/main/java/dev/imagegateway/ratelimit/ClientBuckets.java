package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Limits;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.LocalBucket;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The token buckets of one client in this process, with its full limits or a share of them. */
final class ClientBuckets {

    private final Limits limits;
    private final LocalBucket requests;
    private final LocalBucket images;
    private final @Nullable LocalBucket megapixels;

    private ClientBuckets(Limits limits, LocalBucket requests, LocalBucket images, @Nullable LocalBucket megapixels) {
        this.limits = limits;
        this.requests = requests;
        this.images = images;
        this.megapixels = megapixels;
    }

    /**
     * Creates the buckets.
     *
     * @param replicas the number of processes that share the limits
     * @param left the tokens of all processes together, of which this one gets a share
     */
    static ClientBuckets of(Limits limits, int replicas, Left left) {
        return new ClientBuckets(
                limits,
                bucket(Rate.requests(limits), replicas, left.requests()),
                bucket(Rate.images(limits), replicas, left.images()),
                limits.hasMegapixels() ? bucket(Rate.megapixels(limits), replicas, left.megapixels()) : null);
    }

    /**
     * The tokens in the buckets of all processes together.
     *
     * @param requests tokens for requests
     * @param images tokens for images
     * @param megapixels tokens for megapixels
     */
    record Left(double requests, double images, double megapixels) {

        static Left all(Limits limits) {
            return new Left(limits.requestsBurst(), limits.imagesBurst(), limits.megapixelsBurst());
        }
    }

    boolean at(Limits now) {
        return now.equals(limits);
    }

    /** Returns these buckets with other limits, keeping their tokens in proportion. */
    ClientBuckets to(Limits now, int replicas) {
        if (at(now)) {
            return this;
        }
        requests.replaceConfiguration(
                configuration(Rate.requests(now), replicas, Double.MAX_VALUE),
                TokensInheritanceStrategy.PROPORTIONALLY);
        images.replaceConfiguration(
                configuration(Rate.images(now), replicas, Double.MAX_VALUE), TokensInheritanceStrategy.PROPORTIONALLY);
        return new ClientBuckets(now, requests, images, megapixels(now, replicas));
    }

    private @Nullable LocalBucket megapixels(Limits now, int replicas) {
        if (!now.hasMegapixels()) {
            return null;
        }
        if (megapixels == null) {
            return bucket(Rate.megapixels(now), replicas, now.megapixelsBurst());
        }
        megapixels.replaceConfiguration(
                configuration(Rate.megapixels(now), replicas, Double.MAX_VALUE),
                TokensInheritanceStrategy.PROPORTIONALLY);
        return megapixels;
    }

    ConsumptionProbe takeRequest() {
        return requests.tryConsumeAndReturnRemaining(1);
    }

    ConsumptionProbe takeImages(int count) {
        return images.tryConsumeAndReturnRemaining(count);
    }

    /** Returns null if megapixels are not limited. */
    @Nullable
    ConsumptionProbe takeMegapixels(int count) {
        return megapixels == null ? null : megapixels.tryConsumeAndReturnRemaining(count);
    }

    void giveBackImages(int count) {
        images.addTokens(count);
    }

    void giveBackMegapixels(int count) {
        if (megapixels != null) {
            megapixels.addTokens(count);
        }
    }

    private static LocalBucket bucket(Rate rate, int replicas, double left) {
        var bandwidth = configuration(rate, replicas, left).getBandwidths()[0];
        return new LocalBucketBuilder()
                .addLimit(bandwidth)
                .withNanosecondPrecision()
                .build();
    }

    private static BucketConfiguration configuration(Rate rate, int replicas, double left) {
        var burst = rate.burstShare(replicas);
        return BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(burst)
                        // a longer period instead of a lower rate, so that the share is not rounded
                        .refillGreedy(rate.perMinute(), Duration.ofMinutes(replicas))
                        .initialTokens(rate.start(left, replicas)))
                .build();
    }
}
