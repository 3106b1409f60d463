package dev.imagegateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * Counts refused requests by address. A valid credential is accepted from a limited address all the same, because all
 * callers behind a proxy share one address. The table is bounded; evicted addresses start again at zero.
 */
final class AddressFailures {

    /** A subscriber usually controls a whole /64 of IPv6 and can call from any address in it. */
    private static final int SUBSCRIBER_BYTES = 8;

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

    /** Counts a refusal. If the address exceeds its limit, returns the nanoseconds until the next one is allowed. */
    OptionalLong count(String address) {
        var probe = buckets.get(subscriber(address), _ -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? OptionalLong.empty() : OptionalLong.of(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .build();
    }

    /** The part of an address that identifies a subscriber: the whole address, or the /64 for IPv6. */
    static String subscriber(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // a literal address causes no DNS lookup
            var bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, SUBSCRIBER_BYTES)));
        } catch (UnknownHostException _) {
            return address;
        }
    }
}
