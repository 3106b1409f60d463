package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Limits;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The status of one of a client's limits.
 *
 * @param limit the limit
 * @param quota the limit per minute, or at the same time
 * @param remaining how much of it is available now
 * @param reset until the full quota is available; after a refusal, until the request would be allowed; zero if unknown
 */
public record LimitStatus(Limit limit, int quota, long remaining, Duration reset) {

    /** Returns this status after a generation has returned what it took. */
    LimitStatus returned(Limits limits, ImageLoad load) {
        if (!limit.isRate()) {
            return new LimitStatus(limit, quota, remaining + 1, reset);
        }
        var tokens = limit == Limit.IMAGES ? load.images() : load.megapixels();
        var sooner = Duration.of((long) (tokens * Rate.of(limit, limits).intervalMicros()), ChronoUnit.MICROS);
        return new LimitStatus(
                limit, quota, remaining + tokens, sooner.compareTo(reset) < 0 ? reset.minus(sooner) : Duration.ZERO);
    }

    static LimitStatus of(Limit limit, Limits limits, long remaining, Duration reset) {
        return new LimitStatus(limit, limit.of(limits), Math.max(0, remaining), reset);
    }
}
