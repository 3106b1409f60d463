package dev.imagegateway.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.Violation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of RFC 9457, the gateway's own, and {@code error}, which OpenAI's SDKs read. */
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "requestId", "errors", "error"})
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> errors,
        OpenAiError error,
        @JsonAnyGetter Map<String, Object> extensions) {

    /** A null {@code param} is included, as in OpenAI's schema. */
    record OpenAiError(
            String message, String type, @Nullable String param, String code) {}

    /** @param contextPath the path below which the gateway is reached; empty for none */
    static ProblemBody of(Problem problem, String contextPath, String instance, String requestId) {
        var type = problem.type();
        return new ProblemBody(
                contextPath + "/problems/" + type.code(),
                type.title(),
                problem.status(),
                problem.detail(),
                instance,
                requestId,
                problem.violations(),
                new OpenAiError(message(problem), type.openAiType(), param(problem), type.code()),
                problem.extensions());
    }

    /** Includes the violations, because SDKs show only the message. */
    private static String message(Problem problem) {
        if (problem.violations().isEmpty()) {
            return problem.detail();
        }
        return problem.violations().stream()
                .map(v -> v.place().isEmpty() ? v.detail() : v.place() + ": " + v.detail())
                .collect(Collectors.joining("; "));
    }

    private static @Nullable String param(Problem problem) {
        return problem.violations().stream()
                .map(Violation::place)
                .filter(place -> !place.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
