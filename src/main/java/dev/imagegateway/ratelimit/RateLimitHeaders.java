package dev.imagegateway.ratelimit;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers: lists of quoted names, a
 * policy's quota {@code q} in a window of {@code w} seconds, and of what remains {@code r} for how many seconds {@code
 * t}.
 */
final class RateLimitHeaders {

    private static final String POLICY = "RateLimit-Policy";
    private static final String CURRENT = "RateLimit";

    private RateLimitHeaders() {}

    /** Adds to what an earlier step of the same request has said. */
    static void add(HttpServletResponse response, List<Standing> standings) {
        append(response, POLICY, standings, RateLimitHeaders::policy);
        append(response, CURRENT, standings, RateLimitHeaders::current);
    }

    private static void append(
            HttpServletResponse response, String header, List<Standing> standings, Function<Standing, String> item) {
        var before = response.getHeader(header);
        var more = standings.stream().map(item).collect(Collectors.joining(", "));
        response.setHeader(header, before == null ? more : before + ", " + more);
    }

    private static String policy(Standing standing) {
        var name = "\"" + standing.limit().label() + "\";q=" + standing.quota();
        return standing.limit().isRate() ? name + ";w=60" : name + ";qu=\"concurrent-requests\"";
    }

    private static String current(Standing standing) {
        var name = "\"" + standing.limit().label() + "\";r=" + standing.remaining();
        return standing.reset().isZero() ? name : name + ";t=" + seconds(standing.reset());
    }

    private static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
