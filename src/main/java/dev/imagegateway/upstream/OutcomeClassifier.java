package dev.imagegateway.upstream;

import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.NotSent.Reason;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Trace;
import dev.imagegateway.upstream.AttemptOutcome.Unknown;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Decides what a response, or the lack of one, means for billing. No other class does. */
final class OutcomeClassifier {

    /** For errors. They are read strictly, because an error that is recognised is not billed. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final AimlAnswer answers;
    private final ForeignText foreign;
    private final BillingVerdict verdict;

    /**
     * @param base the upstream's URL
     * @param foreign knows the keys that the upstream receives
     * @param verdict whether AIML may bill failures
     */
    OutcomeClassifier(URI base, ForeignText foreign, BillingVerdict verdict) {
        var text = base.toString();
        this.answers = new AimlAnswer(text.endsWith("/") ? base : URI.create(text + "/"), foreign);
        this.foreign = foreign;
        this.verdict = verdict;
    }

    /** The headers of a response. Returns the first value of a header, or null. */
    interface Headers {
        @Nullable
        String first(String name);
    }

    /**
     * Classifies a complete response.
     *
     * @param maxLength maximum length of the body in bytes after decompression
     */
    AttemptOutcome ofAnswer(int status, Headers headers, byte[] sent, int maxLength) {
        var trace = trace(headers);
        byte[] body;
        try {
            body = ContentDecoding.decoded(sent, headers.first("content-encoding"), maxLength);
        } catch (IOException e) {
            return new Unknown(status, "unreadable compressed body: " + name(e), false, trace);
        }
        JsonNode tree;
        try {
            tree = isSuccess(status) ? LenientJson.read(body) : JSON.readTree(body);
        } catch (JacksonException _) {
            return IntermediaryAnswer.read(status, headers, body, MissingNode.getInstance(), foreign)
                    .<AttemptOutcome>map(refusal -> refusal)
                    .orElseGet(() -> new Unknown(status, "unreadable body of status " + status, false, trace));
        }
        if (isSuccess(status)) {
            if (!tree.isObject()) {
                return new Unknown(status, "a 2xx without a JSON object", false, trace);
            }
            var cost = AimlAnswer.cost(tree, headers.first("x-aimlapi-credits-used"));
            return answers.content(tree)
                    .<AttemptOutcome>map(
                            content -> new Answered(status, content.images(), content.metadata(), cost, trace))
                    .orElseGet(() -> new Unknown(status, "a 2xx of no known shape", false, trace));
        }
        // a gateway timeout shows that something waited, not that no image was made
        if (status == 504 || status >= 520) {
            return new Unknown(status, "status " + status, true, trace);
        }
        return AimlError.read(tree, status, foreign)
                .map(error -> refusal(status, error, headers, trace))
                .or(() -> IntermediaryAnswer.read(status, headers, body, tree, foreign))
                .orElseGet(() -> new Unknown(status, "status " + status + " without AIML's envelope", false, trace));
    }

    private AttemptOutcome refusal(int status, AimlError error, Headers headers, Trace trace) {
        // AIML may have started the images before a 500 or 502, but not before any other refusal
        return (status == 500 || status == 502) && verdict.isUnknown()
                ? new Unknown(status, "status " + status + ", which AIML may bill", false, trace)
                : new Refused(
                        status,
                        error.kind(),
                        error.name(),
                        error.message(),
                        retryAfter(headers.first("retry-after")),
                        trace);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    /** Classifies a response whose body could not be read completely. */
    AttemptOutcome ofBrokenAnswer(int status, Headers headers, Throwable failure) {
        return new Unknown(
                status, "broken body of status " + status + ": " + name(failure), isTimeout(failure), trace(headers));
    }

    /**
     * Classifies a failure without a response.
     *
     * @param written whether the POST was passed to a ready connection, TLS included. Only before that is it certain
     *     that nothing was sent. The one exception is a refusal by the proxy, because the data waits until the proxy
     *     accepts.
     */
    AttemptOutcome ofFailure(Throwable failure, boolean written) {
        return written && !has(ProxyConnectException.class, failure)
                ? new Unknown(0, "no answer: " + name(failure), isTimeout(failure), Trace.NONE)
                : new NotSent(Reason.NO_CONNECTION, name(failure));
    }

    /** The class name of the innermost cause. Its message could quote the request. */
    static String name(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName();
    }

    private static boolean isTimeout(Throwable failure) {
        return has(java.util.concurrent.TimeoutException.class, failure) || has(TimeoutException.class, failure);
    }

    private static boolean has(Class<? extends Throwable> type, Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Parses seconds or an HTTP date (RFC 9110). A past time is ignored. */
    static Optional<Duration> retryAfter(@Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(Instant.now(), at);
            return wait.isPositive() ? Optional.of(wait) : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private Trace trace(Headers headers) {
        return new Trace(foreign.id(headers.first("x-inference-id")), foreign.id(headers.first("x-request-id")));
    }
}
