package dev.imagegateway.upstream;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What sending to the upstream depends on, as it is now in this process. */
public final class UpstreamStatus {

    private final ResiliencePolicies policies;
    private final AdaptiveLimit limit;
    private final KeyRing keys;

    UpstreamStatus(ResiliencePolicies policies, AdaptiveLimit limit, KeyRing keys) {
        this.policies = policies;
        this.limit = limit;
        this.keys = keys;
    }

    /**
     * The state of the upstream.
     *
     * @param breaker {@code closed}, {@code open}, {@code half_open} or a state that an operator forced
     * @param limit POSTs that may be under way at once
     * @param inFlight POSTs under way
     * @param waiting attempts that wait for their turn
     */
    public record View(
            String breaker,
            int limit,
            @JsonProperty("in_flight") int inFlight,
            int waiting,
            List<Key> keys) {}

    /**
     * A key of the ring.
     *
     * @param place its position, from 0
     * @param prefix its first characters
     * @param restsUntil when it is tried again; null if it is not resting
     */
    public record Key(
            int place,
            String prefix,
            @JsonProperty("rests_until") @Nullable Instant restsUntil) {}

    /** Returns the state now. */
    public View now() {
        return new View(
                policies.breaker().getState().name().toLowerCase(Locale.ROOT),
                limit.limit(),
                limit.inFlight(),
                limit.waiting(),
                keys.states());
    }
}
