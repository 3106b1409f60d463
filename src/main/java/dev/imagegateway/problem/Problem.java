package dev.imagegateway.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An occurrence of an error, independent of the request that it responds to.
 *
 * @param type the type of error
 * @param detail what happened and what to do; must contain nothing secret and no class names
 * @param violations violations in the request, if any
 * @param extensions additional members by name
 * @param headers additional response headers
 * @param recognised whether a repetition of the request would be recognised
 */
public record Problem(
        ProblemType type,
        String detail,
        List<Violation> violations,
        Map<String, Object> extensions,
        Map<String, String> headers,
        boolean recognised) {

    /** Creates a problem with a detail only. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), Map.of(), Map.of(), false);
    }

    /** Creates a problem for an invalid request. */
    public static Problem invalid(List<Violation> violations) {
        return invalid(violations, 0);
    }

    /**
     * Creates a problem for an invalid request with more violations than are shown.
     *
     * @param omitted number of further violations
     */
    public static Problem invalid(List<Violation> violations, int omitted) {
        var total = violations.size() + omitted;
        return new Problem(
                ProblemType.INVALID_REQUEST,
                (total == 1 ? "1 fault" : total + " faults") + " in the request; "
                        + (omitted == 0 ? "see errors." : "errors has the first " + violations.size() + "."),
                violations,
                Map.of(),
                Map.of(),
                false);
    }

    /** Returns this problem with an additional member. */
    public Problem with(String member, Object value) {
        var more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(type, detail, violations, more, headers, recognised);
    }

    /** Returns this problem with an additional response header. */
    public Problem withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(type, detail, violations, extensions, more, recognised);
    }

    /**
     * Returns this problem with {@code Retry-After} in seconds, rounded up, 1 to 60. Longer values block some clients.
     */
    public Problem retryAfter(Duration wait) {
        var seconds = Math.clamp(wait.plusMillis(999).toSeconds(), 1, 60);
        return withHeader("Retry-After", Long.toString(seconds));
    }

    /** Returns this problem for a request whose repetition would be recognised, or not. */
    public Problem recognised(boolean isRecognised) {
        return new Problem(type, detail, violations, extensions, headers, isRecognised);
    }

    /** Returns the HTTP status. */
    public int status() {
        return recognised ? type.statusWhenRecognised() : type.status();
    }

    /** Whether a client may retry the request automatically without being billed twice. */
    public boolean mayBeRepeated() {
        return type.mayBeRepeated() || status() != type.status();
    }

    /** Returns this problem as an exception, for code that cannot return it. */
    public GatewayException asException() {
        return new GatewayException(this);
    }
}
