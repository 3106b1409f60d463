package dev.imagegateway.sandbox;

/** An invalid fault or setting. The message says what is valid. */
final class BadRule extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRule(String message) {
        super(message);
    }

    /** In a format that differs from the vendor's errors. */
    Reply reply() {
        return Reply.json(400, Json.object().put("sandbox", getMessage()));
    }
}
