package dev.imagegateway.ratelimit;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers. Both are lists of
 * quoted names. A policy has its quota {@code q} in a window of {@code w} seconds. A status has the remaining quota
 * {@code r} and its reset time {@code t} in seconds.
 */
public final class RateLimitHeaders {

    private static final String POLICY = "RateLimit-Policy";
    private static final String CURRENT = "RateLimit";

    /** Characters; enough for all limits of one request. */
    private static final int LENGTH = 256;

    private RateLimitHeaders() {}

    /** Adds to the values that an earlier step of the same request has set. */
    public static void add(HttpServletResponse response, List<LimitStatus> statuses) {
        var policy = begun(response.getHeader(POLICY));
        var current = begun(response.getHeader(CURRENT));
        for (var status : statuses) {
            policy(next(policy), status);
            current(next(current), status);
        }
        response.setHeader(POLICY, policy.toString());
        response.setHeader(CURRENT, current.toString());
    }

    private static StringBuilder begun(@Nullable String before) {
        return before == null ? new StringBuilder(LENGTH) : new StringBuilder(LENGTH).append(before);
    }

    private static StringBuilder next(StringBuilder header) {
        return header.isEmpty() ? header : header.append(", ");
    }

    private static void policy(StringBuilder header, LimitStatus status) {
        var limit = status.limit();
        header.append('"').append(limit.label()).append("\";q=").append(status.quota());
        header.append(limit.isRate() ? ";w=60" : ";qu=\"concurrent-requests\"");
    }

    private static void current(StringBuilder header, LimitStatus status) {
        header.append('"').append(status.limit().label()).append("\";r=").append(status.remaining());
        if (!status.reset().isZero()) {
            header.append(";t=").append(seconds(status.reset()));
        }
    }

    private static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
