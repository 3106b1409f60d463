package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Limits;
import java.time.Duration;

/**
 * Where a client stands with one of its limits.
 *
 * @param limit which
 * @param quota how many, in a minute or at once
 * @param remaining how many of them could be had now
 * @param reset until all of them can be had again; when refused, until what was asked for can; zero if that is not known
 */
public record LimitStatus(Limit limit, int quota, long remaining, Duration reset) {

    static LimitStatus of(Limit limit, Limits limits, long remaining, Duration reset) {
        return new LimitStatus(limit, limit.of(limits), Math.max(0, remaining), reset);
    }
}
