package dev.imagegateway.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error in the vendor's terms.
 *
 * @param exception the class name that the vendor's framework shows as {@code error.name}
 * @param kind {@code error.data.kind}; null for errors without one
 */
record Refusal(
        int status,
        String exception,
        String message,
        @Nullable String kind) {

    static final String NO_KEY = "This request requires a valid API key. You can create a new API key on the Billing"
            + " page: https://aimlapi.com/app/keys";
    static final String EMPTY_KEY = "You provided an empty string instead of valid API key. You can create a new API"
            + " key on the Billing page: https://aimlapi.com/app/keys";
    static final String NO_CREDITS = "You've run out of credits. Please top up your balance or update your payment"
            + " method to continue: https://aimlapi.com/app/billing/";
    static final String PARTNER = "Something wrong with the server. Please, try again later.";

    static Refusal unauthorized(String message) {
        return new Refusal(401, "UnauthorizedException", message, null);
    }

    static Refusal forbidden(String message) {
        return new Refusal(403, "ForbiddenException", message, null);
    }

    static Refusal outOfCredits() {
        return new Refusal(403, "ForbiddenException", NO_CREDITS, "err_insufficent_credits"); // spelt so by the vendor
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, "BadRequestException", message, null);
    }

    static Refusal invalidBody(List<String> issues) {
        return badRequest("Body validation error!\n" + String.join("\n", issues));
    }

    static Refusal invalidQuery(String issue) {
        return badRequest("Query validation error!\n" + issue);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, "NotFoundException", message, null);
    }

    static Refusal tooManyRequests() {
        return new Refusal(429, "ThrottlerException", "Too Many Requests", null);
    }

    /** An error of the vendor's supplier, which the vendor reports as its own. */
    static Refusal partnerError() {
        return new Refusal(500, "InternalServerErrorException", PARTNER, null);
    }
}
