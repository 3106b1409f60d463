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
 * How often an address was refused of late. A good credential from it serves all the same: behind a proxy, all callers
 * have one address. The table is bounded; addresses beyond it begin anew.
 */
final class AddressFailures {

    /** What one subscriber has of IPv6, and can call from any address of. */
    private static final int SUBSCRIBER_BYTES = 8;

    private final int perMinute;
    private final Cache<String, Bucket> buckets;

    /**
     * Begins with an empty table.
     *
     * @param perMinute refusals of one address that are answered as such
     * @param addresses the size of the table
     */
    AddressFailures(int perMinute, int addresses) {
        this.perMinute = perMinute;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(addresses)
                // full again by then
                .expireAfterAccess(Duration.ofMinutes(1))
                .build();
    }

    /** Counts one; if there were too many, the nanoseconds until one more is answered as such. */
    OptionalLong count(String address) {
        var probe = buckets.get(subscriber(address), _ -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? OptionalLong.empty() : OptionalLong.of(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .build();
    }

    /** Whom an address belongs to: itself or, of IPv6, its /64. */
    static String subscriber(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // an address in digits is not looked up
            var bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, SUBSCRIBER_BYTES)));
        } catch (UnknownHostException _) {
            return address;
        }
    }
}
