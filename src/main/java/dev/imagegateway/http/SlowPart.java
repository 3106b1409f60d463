package dev.imagegateway.http;

/** The parts of an exchange with which a caller can be slow. */
enum SlowPart {
    /** The TLS handshake, the request line and the headers. */
    HEAD("slow-head"),
    /** A body that the application reads. */
    BODY("slow-body"),
    /** The rest of a body after the response. */
    UNREAD_BODY("slow-unread-body"),
    /** Reading the response. */
    ANSWER("slow-answer");

    private final String reason;

    SlowPart(String reason) {
        this.reason = reason;
    }

    /** The name in the metric and the log. */
    String reason() {
        return reason;
    }
}
