package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.ratelimit.Decision.Exceeded;
import dev.imagegateway.telemetry.AuditLog;
import dev.imagegateway.telemetry.RequestOrigin;
import java.util.Locale;
import java.util.Map;

/** Creates the problem, the metric and the audit record of a refused request. */
final class LimitProblems {

    private final RateLimitMetrics metrics;

    LimitProblems(RateLimitMetrics metrics) {
        this.metrics = metrics;
    }

    Problem of(Client client, Exceeded exceeded, RequestOrigin origin) {
        var limit = exceeded.limit();
        var allowed = limit.of(client.limits());
        metrics.refused(client.id(), limit);
        AuditLog.writeSeldom(
                client.id() + " " + limit.label(),
                "rate-limited",
                AuditLog.facts(
                        client.id(), origin, AuditLog.fact("limit", limit.label()), AuditLog.fact("allowed", allowed)));
        return Problem.of(type(limit), detail(limit, allowed))
                .retryAfter(exceeded.retryAfter())
                .with("limit", Map.of("name", limit.label(), "allowed", allowed));
    }

    /** The problem of a request for more than may ever be asked for at once; to wait would not help. */
    static Problem tooLarge(String what, int asked, int burst) {
        return Problem.of(
                ProblemType.FORBIDDEN,
                String.format(
                        Locale.ROOT,
                        "Your client may ask for %d %s at once, and this request is for %d; nothing was sent or billed.",
                        burst,
                        what,
                        asked));
    }

    private static ProblemType type(Limit limit) {
        return limit.isRate() ? ProblemType.RATE_LIMITED : ProblemType.TOO_MANY_IN_FLIGHT;
    }

    private static String detail(Limit limit, int allowed) {
        return switch (limit) {
            case REQUESTS ->
                String.format(
                        Locale.ROOT, "Your client may send %d requests a minute; nothing was sent or billed.", allowed);
            case IMAGES ->
                String.format(
                        Locale.ROOT,
                        "Your client may ask for %d images a minute; nothing was sent or billed.",
                        allowed);
            case MEGAPIXELS ->
                String.format(
                        Locale.ROOT,
                        "Your client may ask for %d megapixels a minute; nothing was sent or billed.",
                        allowed);
            case GENERATIONS_IN_FLIGHT ->
                String.format(
                        Locale.ROOT,
                        "Your client has as many generations under way as it may, %d; nothing was sent or billed.",
                        allowed);
            case WAITING_CALLERS ->
                String.format(
                        Locale.ROOT,
                        "As many of your client's requests wait for images as may, %d; nothing was sent or billed.",
                        allowed);
        };
    }
}
