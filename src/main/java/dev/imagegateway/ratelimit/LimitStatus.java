package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Limits;
import java.time.Duration;

/**
 * The status of one of a client's limits.
 *
 * @param limit the limit
 * @param quota the limit per minute, or at the same time
 * @param remaining how much of it is available now
 * @param reset until the full quota is available; after a refusal, until the request would be allowed; zero if unknown
 */
public record LimitStatus(Limit limit, int quota, long remaining, Duration reset) {

    static LimitStatus of(Limit limit, Limits limits, long remaining, Duration reset) {
        return new LimitStatus(limit, limit.of(limits), Math.max(0, remaining), reset);
    }
}
