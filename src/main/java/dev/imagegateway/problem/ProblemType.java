package dev.imagegateway.problem;

import java.util.Locale;

/**
 * Every error that a caller can meet. The constant's name, in lower case with hyphens, is its code on the wire and the
 * end of its {@code type}.
 */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid", Repeat.NO),
    UPSTREAM_REJECTED(400, "The upstream refused the request", Repeat.NO),
    UNAUTHENTICATED(401, "A valid client key is needed", Repeat.NO),
    FORBIDDEN(403, "Not allowed for this client", Repeat.NO),
    NOT_FOUND(404, "There is nothing at this path", Repeat.NO),
    METHOD_NOT_ALLOWED(405, "This path does not serve that method", Repeat.NO),
    NOT_ACCEPTABLE(406, "The answer cannot be had in that form", Repeat.NO),
    RESULT_LOST(410, "Paid for, but the image cannot be had again", Repeat.NO),
    PAYLOAD_TOO_LARGE(413, "The request body is too large", Repeat.NO),
    UNSUPPORTED_MEDIA_TYPE(415, "The request body is not of a supported type", Repeat.NO),
    NO_IMAGE(422, "The upstream answered without an image", Repeat.NO),
    /** 424 because no known client repeats it: a repeat could pay a second time. */
    OUTCOME_UNKNOWN(424, "It is not known whether the upstream made the images", Repeat.NO),
    HEADERS_TOO_LARGE(431, "The request's headers are too large", Repeat.NO),
    /** Nothing says whether it happened before or after the upstream was asked, so it must not be repeated. */
    INTERNAL_ERROR(500, "The gateway failed", Repeat.NO),
    UPSTREAM_FAILED(502, "The upstream failed and billed nothing", Repeat.NO),
    UPSTREAM_UNAVAILABLE(503, "The upstream cannot be reached", Repeat.YES),
    OVERLOADED(503, "The upstream takes no more requests now", Repeat.YES),
    PROVIDER_ACCOUNT(503, "The gateway's account with the upstream does not work", Repeat.NO);

    private enum Repeat {
        YES,
        NO
    }

    private final int status;
    private final String title;
    private final Repeat repeat;

    ProblemType(int status, String title, Repeat repeat) {
        this.status = status;
        this.title = title;
        this.repeat = repeat;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** One line for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** Whether a client may send the same request again by itself, without a second bill. */
    public boolean mayBeRepeated() {
        return repeat == Repeat.YES;
    }

    /** The name on the wire, such as {@code invalid-request}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of error in OpenAI's vocabulary, which their SDKs show. */
    public String openAiType() {
        return switch (this) {
            case UNAUTHENTICATED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            default -> status < 500 && this != OUTCOME_UNKNOWN ? "invalid_request_error" : "server_error";
        };
    }

    /**
     * The type for a status that a framework chose before our own code saw the request. A 4xx without a type of its
     * own is an invalid request.
     */
    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 431 -> HEADERS_TOO_LARGE;
            // Tomcat's words for a protocol version or a transfer coding that it does not speak
            case 501, 505 -> INVALID_REQUEST;
            default -> status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }
}
