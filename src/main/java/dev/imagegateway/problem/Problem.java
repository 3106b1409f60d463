package dev.imagegateway.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One occurrence of an error, complete but for the request it answers.
 *
 * @param type which error
 * @param detail what happened here and what to do; it must hold nothing secret and no class name
 * @param violations faults in the body or the query, if that is what it is about
 * @param extensions further members, by name
 * @param headers further response headers
 * @param recognised whether the request would be recognised if it were sent again
 */
public record Problem(
        ProblemType type,
        String detail,
        List<Violation> violations,
        Map<String, Object> extensions,
        Map<String, String> headers,
        boolean recognised) {

    /** A problem with no more than a detail. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), Map.of(), Map.of(), false);
    }

    /** An invalid request with all its faults. */
    public static Problem invalid(List<Violation> violations) {
        return invalid(violations, 0);
    }

    /**
     * An invalid request with more faults than are shown.
     *
     * @param omitted how many faults there are beyond these
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

    /** This problem with one more member. */
    public Problem with(String member, Object value) {
        var more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(type, detail, violations, more, headers, recognised);
    }

    /** This problem with one more response header. */
    public Problem withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(type, detail, violations, extensions, more, recognised);
    }

    /** This problem with {@code Retry-After}, in whole seconds, rounded up, 1 to 60: longer blocks some clients. */
    public Problem retryAfter(Duration wait) {
        var seconds = Math.clamp(wait.plusMillis(999).toSeconds(), 1, 60);
        return withHeader("Retry-After", Long.toString(seconds));
    }

    /** This problem as the answer to a request that would be recognised if it were sent again, or would not be. */
    public Problem recognised(boolean isRecognised) {
        return new Problem(type, detail, violations, extensions, headers, isRecognised);
    }

    /** The HTTP status. */
    public int status() {
        return recognised ? type.statusWhenRecognised() : type.status();
    }

    /** Whether a client may send the same request again by itself, without a second bill. */
    public boolean mayBeRepeated() {
        return type.mayBeRepeated() || status() != type.status();
    }

    /** As an exception, for the code that has no other way out. */
    public GatewayException asException() {
        return new GatewayException(this);
    }
}
