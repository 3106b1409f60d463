package dev.imagegateway.telemetry;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the HTTP request of an operation.
 *
 * @param requestId the request's id, for logs and the ledger
 * @param remote what the connection or a trusted proxy states as the caller's address; null if it is closed
 */
public record RequestOrigin(String requestId, @Nullable String remote) {

    /** Returns the caller's IP address, or {@link CallerAddress#UNKNOWN}. Parsed here, because few requests need it. */
    public String address() {
        return CallerAddress.of(remote).text();
    }

    /** Returns the origin of a request. */
    public static RequestOrigin of(HttpServletRequest request) {
        return new RequestOrigin(RequestId.of(request, request.getHeader(RequestId.HEADER)), request.getRemoteAddr());
    }
}
