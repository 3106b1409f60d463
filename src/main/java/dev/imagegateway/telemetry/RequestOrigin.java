package dev.imagegateway.telemetry;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Identifies the HTTP request of an operation.
 *
 * @param requestId the request's id, for logs and the ledger
 * @param address the caller's IP address, or {@link CallerAddress#UNKNOWN}
 */
public record RequestOrigin(String requestId, String address) {

    /** Returns the origin of a request. */
    public static RequestOrigin of(HttpServletRequest request) {
        return new RequestOrigin(
                RequestId.of(request, request.getHeader(RequestId.HEADER)),
                CallerAddress.of(request.getRemoteAddr()).text());
    }
}
