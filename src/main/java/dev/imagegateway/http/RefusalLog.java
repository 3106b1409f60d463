package dev.imagegateway.http;

import dev.imagegateway.telemetry.LogContext;
import dev.imagegateway.telemetry.RequestFacts;
import dev.imagegateway.telemetry.RequestId;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Logs each request that is answered with a problem, so that its request id leads somewhere. The lines contain nothing
 * that the caller wrote except the request id and the method.
 */
final class RefusalLog {

    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

    /** Lines per client, problem and second. Further ones are only counted, so that a flood does not fill the log. */
    private static final int LINES = 10;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Clients and problems are bounded by configuration. */
    private final Map<Kind, Window> windows = new ConcurrentHashMap<>();

    private record Kind(String client, String code) {}

    private static final class Window {
        private long since = System.nanoTime();
        private int lines;
        private long unlogged;

        /** Returns how many lines were left out before this one; -1 if this one is left out, too. */
        private synchronized long take() {
            var now = System.nanoTime();
            if (now - since >= SECOND) {
                since = now;
                lines = 0;
            }
            if (lines == LINES) {
                unlogged++;
                return -1;
            }
            lines++;
            var before = unlogged;
            unlogged = 0;
            return before;
        }
    }

    void add(HttpServletRequest request, String code, HttpServletResponse response) {
        var client = RequestFacts.client(request);
        var unlogged = windows.computeIfAbsent(new Kind(client, code), _ -> new Window())
                .take();
        if (unlogged < 0) {
            return;
        }
        var id = RequestId.of(request, request.getHeader(RequestId.HEADER));
        var generation = response.getHeader("X-Generation-Id");
        try (var _ = LogContext.of(id, client.isEmpty() ? null : client, generation);
                var _ = LogContext.trace(trace(request))) {
            log.info(
                    "{} {} ({}) for {}, request id {}{}{}",
                    request.getMethod() + path(request),
                    code,
                    response.getStatus(),
                    client.isEmpty() ? "no client" : "client " + client,
                    id,
                    generation == null ? "" : ", generation " + generation,
                    unlogged == 0 ? "" : "; " + unlogged + " more since the last such line");
        }
    }

    /** The id of the trace, which has ended before Tomcat reports the end of the request; null if it had none. */
    private static @Nullable String trace(HttpServletRequest request) {
        var context =
                ServerHttpObservationFilter.findObservationContext(request).orElse(null);
        TracingContext tracing = context == null ? null : context.get(TracingContext.class);
        var span = tracing == null ? null : tracing.getSpan();
        return span == null ? null : span.context().traceId();
    }

    /** The pattern of the path, because a path can contain anything; none if the request ended before it was found. */
    private static String path(HttpServletRequest request) {
        var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? "" : " " + pattern;
    }
}
