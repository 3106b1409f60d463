package dev.imagegateway.generation;

import dev.imagegateway.http.ProblemWriter;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.problem.Violation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answers of the API document: the good ones, and every error by its status, each code with an example. */
final class ApiResponses {

    private static final String GENERATIONS = "/v1/images/generations";

    private static final String REQUEST_ID = "The request's id: yours if you sent a valid one.";

    private ApiResponses() {}

    static ApiResponse json(String description, Map<String, Object> examples, String schema) {
        var media = new MediaType().schema(ApiSchemas.ref(schema));
        examples.forEach((name, value) -> media.addExamples(name, new Example().value(value)));
        return ok(description, "application/json", media);
    }

    static ApiResponse csv(String description) {
        return ok(description, "text/csv", new MediaType().schema(ApiSchemas.parsed(JsonSchema.STRING)));
    }

    /** One form for a status: a generated client reads the first and takes every answer for it. */
    private static ApiResponse ok(String description, String type, MediaType media) {
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType(type, media))
                .addHeaderObject("X-Request-Id", header(REQUEST_ID))
                .addHeaderObject(
                        "RateLimit-Policy",
                        header("The client's limits: q requests or images in w seconds, or at once (IETF draft)."))
                .addHeaderObject("RateLimit", header("What remains of each limit: r, for t seconds (IETF draft)."));
    }

    /** A generation's own headers. */
    static ApiResponse generation(ApiResponse response) {
        return ignored(response)
                .addHeaderObject("X-Generation-Id", header("The generation's id in the gateway's books."))
                .addHeaderObject("X-Credits-Used", header("Whole AIML credits that it cost.", JsonSchema.CREDITS))
                .addHeaderObject("X-Settlement", header("pending: the books are written when their store is back."))
                .addHeaderObject("Server-Timing", header("Milliseconds of generation and delivery."))
                .addHeaderObject(
                        "Idempotency-Replayed",
                        header("true: this is the answer to an earlier request of yours.", JsonSchema.BOOLEAN))
                .addHeaderObject(
                        "X-Cache", header("hit, joined or miss, for a seed that an earlier result may answer."))
                .addHeaderObject("Preference-Applied", header("The preferences of Prefer that were followed."));
    }

    static ApiResponse ignored(ApiResponse response) {
        return response.addHeaderObject("X-Ignored-Parameters", header("The fields that were dropped, if any."));
    }

    /** The answer to a caller that fetches the images later. */
    static ApiResponse accepted() {
        return generation(json(
                        "The generation has not ended; only for Prefer: respond-async.",
                        Map.of(),
                        "AcceptedGeneration"))
                .addHeaderObject("Location", header("The path of the generation, where its images will be."));
    }

    /** Errors by status; a status that several codes share shows an example of each. */
    static Map<String, ApiResponse> errors(List<ProblemType> types) {
        return types.stream()
                .flatMap(type -> Stream.of(problem(type), problem(type).recognised(true)))
                .filter(problem -> !problem.recognised()
                        || problem.status() != problem.type().status())
                .collect(Collectors.groupingBy(
                        problem -> Integer.toString(problem.status()),
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), ApiResponses::error)));
    }

    private static ApiResponse error(List<Problem> problems) {
        var types = problems.stream().map(Problem::type).distinct().toList();
        var status = problems.getFirst().status();
        var media = new MediaType().schema(ApiSchemas.ref(ProblemSchemas.nameFor(status)));
        problems.forEach(problem -> media.addExamples(name(problem), new Example().value(example(problem))));
        var response = new ApiResponse()
                .description(types.stream().map(ProblemType::title).collect(Collectors.joining(", or: ")))
                .content(new Content().addMediaType("application/problem+json", media))
                .addHeaderObject("X-Request-Id", header(REQUEST_ID));
        if (problems.stream().anyMatch(problem -> !problem.mayBeRepeated())) {
            response.addHeaderObject(
                    "x-should-retry", header("false: a repeat could pay twice or cannot help.", JsonSchema.BOOLEAN));
        }
        if (problems.stream().anyMatch(Problem::mayBeRepeated)) {
            response.addHeaderObject(
                    "Retry-After",
                    header(
                            "Seconds to wait before a repeat.",
                            JsonSchema.with(JsonSchema.INT32, "minimum", 1, "maximum", 60)));
        }
        if (types.stream().anyMatch(ApiResponses::isAfterAcceptance)) {
            generation(response);
        }
        if (types.stream().anyMatch(ResponseRenderer::isLocated)) {
            response.addHeaderObject("Location", header("The path of the generation."));
        }
        if (types.contains(ProblemType.UNAUTHENTICATED)) {
            response.addHeaderObject(
                    "WWW-Authenticate", header("Bearer, with error=\"invalid_token\" for a refused token."));
        }
        if (types.contains(ProblemType.METHOD_NOT_ALLOWED)) {
            response.addHeaderObject("Allow", header("The methods that there are."));
        }
        return response;
    }

    /** Whether a generation had begun, which the answer's headers then name. */
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

    /** The same code has a status of its own for requests that would be recognised if they were sent again. */
    private static String name(Problem problem) {
        var code = problem.type().code();
        return problem.status() == problem.type().status() ? code : code + "-recognised";
    }

    private static Problem problem(ProblemType type) {
        return type == ProblemType.INVALID_REQUEST
                ? Problem.invalid(List.of(new Violation(
                        "/n",
                        "maximum",
                        "must be an integer from 1 to 4",
                        Map.of("type", "integer", "minimum", 1, "maximum", 4))))
                : Problem.of(type, type.meaning());
    }

    private static Object example(Problem problem) {
        return ProblemWriter.example(problem, GENERATIONS);
    }

    /** Every error that a request for images can meet. */
    static List<ProblemType> ofGenerations() {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type != ProblemType.NOT_UNKNOWN)
                .toList();
    }

    /** Every error that a dry run can meet: nothing is claimed, held or sent. */
    static List<ProblemType> ofDryRuns() {
        return ofResolutions().stream()
                .filter(type -> type != ProblemType.NOT_UNKNOWN)
                .toList();
    }

    /** Every error that a resolution can meet. */
    static List<ProblemType> ofResolutions() {
        return List.of(
                ProblemType.INVALID_REQUEST,
                ProblemType.UNAUTHENTICATED,
                ProblemType.FORBIDDEN,
                ProblemType.NOT_FOUND,
                ProblemType.METHOD_NOT_ALLOWED,
                ProblemType.NOT_ACCEPTABLE,
                ProblemType.NOT_UNKNOWN,
                ProblemType.PAYLOAD_TOO_LARGE,
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                ProblemType.RATE_LIMITED,
                ProblemType.HEADERS_TOO_LARGE,
                ProblemType.INTERNAL_ERROR,
                ProblemType.LEDGER_UNAVAILABLE,
                ProblemType.ISSUER_UNAVAILABLE);
    }

    private static Header header(String description) {
        return header(description, JsonSchema.STRING);
    }

    private static Header header(String description, Map<String, Object> schema) {
        return new Header().description(description).schema(ApiSchemas.parsed(schema));
    }
}
