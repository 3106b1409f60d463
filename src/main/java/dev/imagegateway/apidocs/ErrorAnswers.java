package dev.imagegateway.apidocs;

import dev.imagegateway.http.ProblemExample;
import dev.imagegateway.http.ProblemWriter;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates the error responses of the API document. Operations list their errors in {@code x-errors}. Each status
 * becomes a response with an example for each code. The headers are defined in the document's {@code x-headers}.
 */
final class ErrorAnswers {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String ERRORS = "x-errors";

    private static final String HEADERS = "x-headers";

    private static final String PATH_OF_EXAMPLES = "/v1/images/generations";

    private final JsonNode headers;

    private ErrorAnswers(JsonNode headers) {
        this.headers = headers;
    }

    /** Replaces {@code x-errors} of each operation by responses, and removes {@code x-headers}. */
    static void addTo(ObjectNode document) {
        var answers = new ErrorAnswers(document.remove(HEADERS));
        document.path("paths")
                .forEach(item -> item.forEachEntry((method, operation) -> {
                    var codes = ((ObjectNode) operation).remove(ERRORS);
                    var types = codes.valueStream().map(JsonNode::stringValue).map(ErrorAnswers::type);
                    var responses = (ObjectNode) operation.path("responses");
                    byStatus(types, method.equals("get"))
                            .forEach((status, problems) ->
                                    responses.set(status, answers.of(problems, method.equals("get"))));
                }));
    }

    private static ProblemType type(String code) {
        return ProblemType.ofCode(code)
                .orElseThrow(() -> new IllegalStateException("openapi.yaml refers to an unknown error " + code));
    }

    /**
     * Groups problems by status. Some errors have a second status for requests whose repetition is recognised. A GET
     * can only have that status, because it may always be repeated.
     */
    private static Map<String, List<Problem>> byStatus(Stream<ProblemType> types, boolean isGet) {
        return types.map(ProblemExample::of)
                .flatMap(problem -> Stream.of(problem, problem.recognised(true)))
                .filter(problem -> problem.recognised()
                        ? isGet || problem.status() != problem.type().status()
                        : !isGet)
                .collect(Collectors.groupingBy(
                        problem -> Integer.toString(problem.status()), TreeMap::new, Collectors.toList()));
    }

    private ObjectNode of(List<Problem> problems, boolean isGet) {
        var answer = JSON.createObjectNode();
        answer.put(
                "description",
                problems.stream()
                        .map(problem -> link(problem.type()))
                        .distinct()
                        .collect(Collectors.joining(", or: ")));
        answer.set("headers", headers(problems, isGet));
        var media = answer.putObject("content").putObject("application/problem+json");
        media.putObject("schema")
                .put(
                        "$ref",
                        "#/components/schemas/" + schema(problems.getFirst().status()));
        var examples = media.putObject("examples");
        problems.forEach(problem -> examples.putObject(name(problem))
                .set("value", JSON.valueToTree(ProblemWriter.example(problem, PATH_OF_EXAMPLES))));
        return answer;
    }

    /** Relative to the document as well as to the page that shows it, so that a path prefix is kept. */
    private static String link(ProblemType type) {
        return "[" + type.title() + "](../problems/" + type.code() + ")";
    }

    private static String schema(int status) {
        return switch (status) {
            case 413 -> "PayloadTooLargeProblem";
            case 429 -> "RateLimitProblem";
            default -> "Problem";
        };
    }

    /** Distinguishes the example for recognised requests, which has a different status. */
    private static String name(Problem problem) {
        var code = problem.type().code();
        return problem.status() == problem.type().status() ? code : code + "-recognised";
    }

    private ObjectNode headers(List<Problem> problems, boolean isGet) {
        var types = problems.stream().map(Problem::type).toList();
        var chosen = JSON.createObjectNode();
        choose("X-Request-Id", true, chosen);
        choose("x-should-retry", !problems.stream().allMatch(Problem::mayBeRepeated), chosen);
        choose("Retry-After", problems.stream().anyMatch(Problem::mayBeRepeated), chosen);
        if (types.stream().anyMatch(ErrorAnswers::isAfterAcceptance)) {
            headers.path("generation").forEachEntry(chosen::set);
        }
        // a caller of GET already knows the path of the generation
        choose("Location", !isGet && types.stream().anyMatch(ProblemType::namesGeneration), chosen);
        choose("WWW-Authenticate", types.contains(ProblemType.UNAUTHENTICATED), chosen);
        choose("Allow", types.contains(ProblemType.METHOD_NOT_ALLOWED), chosen);
        choose("Accept-Encoding", types.contains(ProblemType.UNSUPPORTED_MEDIA_TYPE), chosen);
        return chosen;
    }

    private void choose(String name, boolean isSent, ObjectNode chosen) {
        if (isSent) {
            chosen.set(name, headers.path("error").path(name));
        }
    }

    /** Whether the generation had started, so that the response's headers name it. */
    private static boolean isAfterAcceptance(ProblemType type) {
        return switch (type) {
            case UPSTREAM_REJECTED,
                    RESULT_LOST,
                    DELIVERY_FAILED,
                    NO_IMAGE,
                    IDEMPOTENCY_IN_PROGRESS,
                    STILL_GENERATING,
                    OUTCOME_UNKNOWN,
                    UPSTREAM_FAILED,
                    UPSTREAM_UNAVAILABLE,
                    OVERLOADED,
                    PROVIDER_ACCOUNT -> true;
            default -> false;
        };
    }
}
