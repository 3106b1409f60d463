package dev.imagegateway.sandbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The response is an error. The vendor documents that failures are not billed. The one exception here is the edge's own
 * timeout, after which the generation continues. The response is immediate, unless the generation is billed.
 */
enum ErrorFault implements Fault {
    RATE_LIMITED(429, "ThrottlerException", "Too Many Requests"),
    RATE_LIMITED_SECONDS(429, "ThrottlerException", "Too Many Requests", Option.SECONDS),
    RATE_LIMITED_DATE(429, "ThrottlerException", "Too Many Requests", Option.SECONDS),
    FREE_TIER_LIMIT(
            429,
            "ThrottlerException",
            "Free-tier limit: You've reached your free limit for the hour. Get AI/ML API Subscription to keep going."),

    INTERNAL_ERROR(500, "InternalServerErrorException", "Internal server error"),
    PARTNER_ERROR(500, "InternalServerErrorException", Refusal.PARTNER),
    MAINTENANCE(
            500,
            "InternalServerErrorException",
            "The model is under maintenance, please contact us at help@aimlapi.com."),
    BAD_GATEWAY(502, "BadGatewayException", "Bad Gateway"),
    UNAVAILABLE(503, "ServiceUnavailableException", "Service unavailable"),
    GENERATION_TIMEOUT(504, "GatewayTimeoutException", "Generation timeout"),

    BAD_REQUEST(400, "BadRequestException", "Body validation error!\nInvalid input"),
    UNAUTHORIZED(401, "UnauthorizedException", Refusal.NO_KEY),
    MODEL_WITHDRAWN(404, "NotFoundException", "Model " + Model.SD3 + " not found"),
    TOO_LARGE(413, "PayloadTooLargeException", "request entity too large"),

    OUT_OF_CREDITS(403, "ForbiddenException", Refusal.NO_CREDITS),
    OUT_OF_FUNDS(
            403,
            "OutOfFundsException",
            "You've run out of funds. Please top up your balance or update your payment method to continue:"
                    + " https://aimlapi.com/app/billing"),
    SPEND_CAP(
            403,
            "ForbiddenException",
            "This API key has reached its spending limit, further charges using this key are blocked."),
    SCOPE_MISSING(403, "ForbiddenException", "This API key does not have the required scope: model:image"),
    PLAN_LIMIT(
            403,
            "ForbiddenException",
            "You have exhausted the available [plan.rule:api_token] resource limit. Update your payment method."),
    VERIFICATION_NEEDED(
            403,
            "ForbiddenException",
            "Complete verification to use the API: https://aimlapi.com/app/billing/verification"),
    FORBIDDEN(403, "ForbiddenException", "Forbidden resource"),

    STATUS_AS_STRING(429, "ThrottlerException", "Too Many Requests"),
    MESSAGE_ARRAY(400, "BadRequestException", "Body validation error!"),
    OPENAI_ERROR(500, "server_error", "The server had an error while processing your request."),
    MISMATCHED_ERROR(502, "BadRequestException", "Body validation error!\nInvalid input"),
    PLAIN_ERROR(502, "", "upstream connect error or disconnect/reset before headers"),
    HTML_ERROR(502, "", "Bad gateway"),
    EMPTY_ERROR(502, "", ""),
    EDGE_TIMEOUT(524, "", "A timeout occurred"),

    // these responses come from the edge, not from the vendor's application
    EDGE_CHALLENGE(403, "", "Just a moment..."),
    EDGE_BLOCK(403, "", "Attention Required!"),
    EDGE_BAN(403, "", "error code: 1006"),
    EDGE_RATE_LIMIT(429, "", "error code: 1015"),
    NGINX_ERROR(403, "", "Forbidden");

    private final int status;
    private final String exception;
    private final String message;
    private final @Nullable Option option;

    ErrorFault(int status, String exception, String message) {
        this(status, exception, message, null);
    }

    ErrorFault(int status, String exception, String message, @Nullable Option option) {
        this.status = status;
        this.exception = exception;
        this.message = message;
        this.option = option;
    }

    /** @param model the id in the request */
    Refusal refusal(@Nullable Integer otherStatus, String model) {
        boolean noMoney = this == OUT_OF_CREDITS || this == OUT_OF_FUNDS;
        return new Refusal(
                otherStatus == null ? status : otherStatus,
                exception,
                message.replace(Model.SD3, model),
                noMoney ? "err_insufficent_credits" : null); // spelt so by the vendor
    }

    @Override
    public boolean bills() {
        return this == EDGE_TIMEOUT;
    }

    @Override
    public String about() {
        String form = switch (this) {
            case RATE_LIMITED, FREE_TIER_LIMIT -> " without Retry-After";
            case RATE_LIMITED_SECONDS -> " with Retry-After in seconds";
            case RATE_LIMITED_DATE -> " with Retry-After as an HTTP date";
            case OUT_OF_CREDITS, OUT_OF_FUNDS -> " although the balance is positive";
            case STATUS_AS_STRING -> " in the oldest envelope, with the status as a string";
            case MESSAGE_ARRAY -> " in the oldest envelope, with a list of messages";
            case OPENAI_ERROR -> " in OpenAI's envelope";
            case MISMATCHED_ERROR -> " with an envelope that says 400";
            case PLAIN_ERROR -> " as plain text";
            case HTML_ERROR -> " as HTML";
            case EMPTY_ERROR -> " with an empty body";
            case EDGE_TIMEOUT -> " as the edge's HTML";
            case EDGE_CHALLENGE -> " as Cloudflare's challenge page";
            case EDGE_BLOCK -> " as the page of Cloudflare's firewall";
            case EDGE_BAN -> " as Cloudflare does for a banned address";
            case EDGE_RATE_LIMIT -> " as Cloudflare's rate limit does";
            case NGINX_ERROR -> " as nginx's own page";
            default -> " in the profile's envelope";
        };
        String said = message.isEmpty() ? "" : ": " + message.replace("\n", " ");
        return "Answers " + status + form + said;
    }

    @Override
    public Set<Option> commonOptions() {
        return Set.of(Option.STATUS);
    }

    @Override
    public @Nullable Option ownOption() {
        return option;
    }
}
