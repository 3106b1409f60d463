package dev.imagegateway.upstream;

import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The parts of a response in which {@link Intermediary} looks for marks.
 *
 * @param status 4xx
 * @param headers the headers
 * @param text the body, with each run of white space replaced by one space
 * @param json the body; {@code MissingNode} if it is not JSON
 */
record IntermediaryAnswer(int status, OutcomeClassifier.Headers headers, String text, JsonNode json) {

    /** Bytes; several times the largest known page. Longer bodies do not match. */
    private static final int MAX_PAGE_SIZE = 256 * 1024;

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern CLOUDFLARE_CODE = Pattern.compile("error code: (\\d{4})");

    /** Allowed characters of a reference, so that it cannot forge log lines. */
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_=-]{1,100}");

    /** Returns the refusal if an intermediary certainly refused before AIML saw the request; otherwise empty. */
    static Optional<Intercepted> read(
            int status, OutcomeClassifier.Headers headers, byte[] body, JsonNode json, ForeignText foreign) {
        // only AIML's application sets these two headers, so the request has reached it
        var reachedAiml = headers.first("x-inference-id") != null || headers.first("x-aimlapi-credits-used") != null;
        if (status < 400 || status >= 500 || reachedAiml || body.length > MAX_PAGE_SIZE) {
            return Optional.empty();
        }
        var text = WHITE_SPACE
                .matcher(new String(body, StandardCharsets.ISO_8859_1))
                .replaceAll(" ")
                .strip();
        var answer = new IntermediaryAnswer(status, headers, text, json);
        for (var intermediary : Intermediary.values()) {
            var cause = intermediary.refusal(answer);
            if (cause.isPresent()) {
                return Optional.of(new Intercepted(
                        status,
                        intermediary.label(),
                        cause.get(),
                        answer.reference(foreign),
                        OutcomeClassifier.retryAfter(headers.first("retry-after"))
                                .or(answer::cloudflareRetryAfter)));
            }
        }
        return Optional.empty();
    }

    @Nullable
    String header(String name) {
        return headers.first(name);
    }

    boolean has(String header, String value) {
        return value.equalsIgnoreCase(headers.first(header));
    }

    boolean is(String wholeText) {
        return text.equals(wholeText);
    }

    boolean contains(String part) {
        return text.contains(part);
    }

    boolean isLike(Pattern part) {
        return part.matcher(text).find();
    }

    /** @param whole a pattern whose first group is the status in the page */
    boolean isPage(Pattern whole) {
        var page = whole.matcher(text);
        return page.matches() && page.group(1).equals(Integer.toString(status));
    }

    /**
     * Cloudflare's own code; 0 if there is none. Cloudflare writes {@code error code: 1015} as text. Since 2026 it
     * writes an object with {@code cloudflare_error} if the request accepts JSON, as this gateway's requests do.
     */
    int cloudflareCode() {
        var written = CLOUDFLARE_CODE.matcher(text);
        if (written.matches()) {
            return Integer.parseInt(written.group(1));
        }
        return isCloudflareJson() ? json.path("error_code").asInt(0) : 0;
    }

    private boolean isCloudflareJson() {
        return json.path("cloudflare_error").asBoolean(false)
                && json.path("status").asInt(0) == status;
    }

    private Optional<Duration> cloudflareRetryAfter() {
        var seconds = isCloudflareJson() ? json.path("retry_after").asInt(0) : 0;
        return seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    }

    /** The id by which the intermediary's operators can find the refusal. */
    private @Nullable String reference(ForeignText foreign) {
        var ray = headers.first("cf-ray");
        var reference = ray != null ? ray : headers.first("x-amz-cf-id");
        return reference != null && REFERENCE.matcher(reference).matches() ? foreign.id(reference) : null;
    }
}
