package dev.imagegateway.replay;

import dev.imagegateway.problem.Violation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The request headers that identify and control repetitions.
 *
 * @param key {@code Idempotency-Key}
 * @param clientRequestId {@code x-ms-client-request-id}
 * @param retryCount {@code X-Stainless-Retry-Count}: 0 for the first try
 * @param reuse whether an earlier result may answer the request
 * @param violations what is wrong with these headers
 */
public record RepeatHeaders(
        @Nullable String key,
        @Nullable String clientRequestId,
        @Nullable Integer retryCount,
        Reusable reuse,
        List<Violation> violations) {

    private static final Pattern COUNT = Pattern.compile("\\d{1,4}");

    private static final Pattern REQUEST_ID = Pattern.compile("[ -~]{1,255}");

    /** What {@code Cache-Control} allows. */
    public enum Reusable {
        /** Any reuse. */
        YES,
        /** {@code no-cache}: a new generation, which may answer later requests. */
        BY_LATER_REQUESTS,
        /** {@code no-store}: no reuse in either direction. */
        NO
    }

    /** Reads the headers of a request. */
    public static RepeatHeaders of(HttpServletRequest request) {
        var keys = Collections.list(request.getHeaders(IdempotencyKey.HEADER));
        var key = keys.size() == 1 ? IdempotencyKey.parse(keys.getFirst()).orElse(null) : null;
        var violations = keys.isEmpty() || key != null
                ? List.<Violation>of()
                : List.of(Violation.ofHeader(
                        IdempotencyKey.HEADER,
                        keys.size() > 1 ? "uniqueKeys" : "pattern",
                        "must be there once, with 1 to 255 characters of printable ASCII, in double quotes or bare"));
        var id = request.getHeader("x-ms-client-request-id");
        return new RepeatHeaders(
                key,
                id != null && REQUEST_ID.matcher(id).matches() ? id : null,
                retryCount(request),
                reusable(request),
                violations);
    }

    private static @Nullable Integer retryCount(HttpServletRequest request) {
        var count = request.getHeader("X-Stainless-Retry-Count");
        return count != null && COUNT.matcher(count).matches() ? Integer.valueOf(count) : null;
    }

    /** The number of this try if the retry count is the only means to recognise repetitions; otherwise null. */
    @Nullable
    public Integer countedTry() {
        return key == null && clientRequestId == null ? retryCount : null;
    }

    private static Reusable reusable(HttpServletRequest request) {
        var reusable = Reusable.YES;
        for (var value : Collections.list(request.getHeaders("Cache-Control"))) {
            for (var directive : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                switch (directive.strip()) {
                    case "no-store" -> {
                        return Reusable.NO;
                    }
                    case "no-cache", "max-age=0" -> reusable = Reusable.BY_LATER_REQUESTS;
                    default -> {
                        // about answers that a cache of HTTP would have
                    }
                }
            }
        }
        return reusable;
    }

    /** Whether a repetition of this request would be recognised, so that a client may retry it automatically. */
    public boolean isRecognisable() {
        return key != null || clientRequestId != null || retryCount != null;
    }
}
