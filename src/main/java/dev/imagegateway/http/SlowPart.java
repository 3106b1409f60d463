package dev.imagegateway.http;

/** What of an exchange a caller can be slow with. */
enum SlowPart {
    /** A TLS handshake, the request's line and its headers. */
    HEAD("slow-head"),
    /** A body, as long as the application reads it. */
    BODY("slow-body"),
    /** The rest of a body whose request is answered already. */
    UNREAD_BODY("slow-unread-body"),
    /** Taking the answer. */
    ANSWER("slow-answer");

    private final String reason;

    SlowPart(String reason) {
        this.reason = reason;
    }

    /** As the metric and the log name it. */
    String reason() {
        return reason;
    }
}
