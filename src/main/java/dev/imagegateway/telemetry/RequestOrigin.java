package dev.imagegateway.telemetry;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which HTTP request something was asked by.
 *
 * @param requestId its id, for logs and the ledger
 * @param address the caller's IP address; null if the connection is closed
 */
public record RequestOrigin(String requestId, @Nullable String address) {

    /** The origin that a request is. */
    public static RequestOrigin of(HttpServletRequest request) {
        return new RequestOrigin(RequestId.of(request, request.getHeader(RequestId.HEADER)), request.getRemoteAddr());
    }
}
