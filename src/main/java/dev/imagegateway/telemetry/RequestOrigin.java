package dev.imagegateway.telemetry;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the HTTP request of an operation.
 *
 * @param requestId the request's id, for logs and the ledger
 * @param address the caller's IP address; null if the connection is closed
 */
public record RequestOrigin(String requestId, @Nullable String address) {

    /** Returns the origin of a request. */
    public static RequestOrigin of(HttpServletRequest request) {
        return new RequestOrigin(RequestId.of(request, request.getHeader(RequestId.HEADER)), request.getRemoteAddr());
    }
}
