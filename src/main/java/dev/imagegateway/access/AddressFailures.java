package dev.imagegateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Counts refused requests by address. A valid credential is accepted from a limited address all the same, because all
 * callers behind a proxy share one address. The table is bounded; evicted addresses start again at zero.
 */
final class AddressFailures {

    private final int perMinute;
    private final Cache<String, Bucket> buckets;

    /**
     * Creates an empty table.
     *
     * @param perMinute allowed refusals per address and minute
     * @param addresses the size of the table
     */
    AddressFailures(int perMinute, int addresses) {
        this.perMinute = perMinute;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(addresses)
                // a bucket is full again after this time
                .expireAfterAccess(Duration.ofMinutes(1))
                .build();
    }

    /**
     * Counts a refusal. If the limit is exceeded, returns the nanoseconds until the next one is allowed.
     *
     * @param subscriber the part of an address that counts as one
     */
    OptionalLong count(String subscriber) {
        var probe = buckets.get(subscriber, _ -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? OptionalLong.empty() : OptionalLong.of(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .build();
    }
}
