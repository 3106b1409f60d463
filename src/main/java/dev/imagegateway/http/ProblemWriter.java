package dev.imagegateway.http;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.telemetry.RequestFacts;
import dev.imagegateway.telemetry.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes all error responses: of controllers, of security's entry points, of {@code /error}, and of the container,
 * which may call it before there is a Spring context. Ignores {@code Accept}, because an error in another format is
 * better than none.
 */
public final class ProblemWriter {

    private static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /**
     * Writes a problem, unless the response is already committed. If the caller has hung up, this is noted and not
     * thrown: Spring would report a failed exception handler, and then the problem itself as an unexpected failure.
     */
    public void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        RequestFacts.outcome(request, problem.type().code());
        var requestId = RequestId.of(request, request.getHeader(RequestId.HEADER));
        var root = request.getContextPath();
        var body = JSON.writeValueAsBytes(ProblemBody.of(problem, root, instance(request), requestId));
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setHeader(RequestId.HEADER, requestId);
        response.setHeader("Cache-Control", "no-store");
        if (!problem.mayBeRepeated()) {
            response.setHeader("x-should-retry", "false");
        }
        problem.headers()
                .forEach((name, value) ->
                        response.setHeader(name, name.equals(HttpHeaders.LOCATION) ? root + value : value));
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
            response.flushBuffer();
        } catch (ClientAbortException e) {
            CallerDisconnects.note(request, e);
        }
    }

    /** Returns the body of a problem as nested maps, for documentation. */
    public static Object example(Problem problem, String instance) {
        return JSON.convertValue(
                ProblemBody.of(problem, "", instance, "req-01a2040f-6278-7c3a-8fcf-75f7e65d7434"), LinkedHashMap.class);
    }

    /** The path as sent, without the query, which may contain anything. */
    private static String instance(HttpServletRequest request) {
        var original = (@Nullable String) request.getAttribute("jakarta.servlet.error.request_uri");
        if (original != null) {
            // the container's own path, which lacks a proxy's prefix
            var root = request.getContextPath();
            return original.startsWith(root + "/") ? original : root + original;
        }
        var path = (@Nullable String) request.getRequestURI();
        return path != null ? path : "/";
    }
}
