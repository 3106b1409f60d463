package dev.imagegateway.sandbox;

/** A fault or setting that the sandbox can't follow; the message says what it could. */
final class BadRule extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRule(String message) {
        super(message);
    }

    /** Plainly the sandbox's own answer, and not the vendor's. */
    Reply reply() {
        return Reply.json(400, Json.object().put("sandbox", getMessage()));
    }
}
