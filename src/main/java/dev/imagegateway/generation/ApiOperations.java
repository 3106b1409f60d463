package dev.imagegateway.generation;

import dev.imagegateway.problem.ProblemType;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The operations of the API document. Generated clients have a class for each tag and a method for each id, and decode
 * the answers of an operation by the schema of its 200.
 */
final class ApiOperations {

    private static final String IMAGES = "Images";
    private static final String GENERATIONS = "Generations";
    private static final String MODELS = "Models";
    private static final String USAGE = "Usage";

    private ApiOperations() {}

    static List<Tag> tags() {
        return List.of(
                new Tag().name(IMAGES).description("Generating images."),
                new Tag().name(GENERATIONS).description("Generations in the gateway's books."),
                new Tag().name(MODELS).description("The models and their prices."),
                new Tag().name(USAGE).description("What was spent."));
    }

    static Operation generate() {
        var ok = ApiResponses.generation(
                ApiResponses.json("The images.", ApiExamples.answers(), "ImageGenerationResponse"));
        var operation = operation(IMAGES, "generateImages", "Generate images", ok, ApiResponses.ofGenerations());
        operation.getResponses().addApiResponse("202", ApiResponses.accepted());
        return operation
                .description("With ?dry_run=true, which is kept for older callers, it answers as"
                        + " /v1/images/generations/dry-run does.")
                .parameters(ApiParameters.generate())
                .requestBody(order());
    }

    static Operation dryRun() {
        var ok = ApiResponses.ignored(ApiResponses.json("What the request would do and cost.", Map.of(), "DryRun"));
        return operation(IMAGES, "dryRunImages", "Check a request without sending it", ok, ApiResponses.ofDryRuns())
                .description("Checks the request and answers with every default applied, its price and what the"
                        + " budgets have left. Nothing is sent, set aside or spent.")
                .parameters(ApiParameters.dryRun())
                .requestBody(order());
    }

    private static RequestBody order() {
        var media = new MediaType().schema(ApiSchemas.ref("ImageGenerationRequest"));
        ApiExamples.requests().forEach((name, body) -> media.addExamples(name, new Example().value(body)));
        return body(media).description("At most 1 MiB, unless configured otherwise.");
    }

    private static RequestBody body(MediaType media) {
        return new RequestBody().required(true).content(new Content().addMediaType("application/json", media));
    }

    static Operation resolve() {
        var ok = ApiResponses.json("Where the generation's money is now.", Map.of(), "Standing");
        return operation(
                        GENERATIONS,
                        "resolveGeneration",
                        "Decide whether an unknown generation was billed; for the role admin",
                        ok,
                        ApiResponses.ofResolutions())
                .addParametersItem(ApiParameters.id())
                .requestBody(body(new MediaType().schema(ApiSchemas.ref("ResolutionRequest"))));
    }

    static Operation models() {
        var ok = ApiResponses.json("The models.", Map.of(), "ModelList");
        return operation(MODELS, "listModels", "List the models", ok, reads());
    }

    static Operation model() {
        var ok = ApiResponses.json("The model.", Map.of(), "Model");
        return operation(MODELS, "getModel", "Get a model", ok, reads())
                .addParametersItem(
                        ApiParameters.path("model", "The model's id.").example("stable-diffusion-v3-medium"));
    }

    static Operation generations() {
        var ok = ApiResponses.json("A page, the newest first.", Map.of(), "GenerationList");
        return operation(GENERATIONS, "listGenerations", "List generations", ok, books(ProblemType.FORBIDDEN))
                .parameters(ApiParameters.generations());
    }

    static Operation generation() {
        var ok = ApiResponses.json("The generation.", Map.of(), "Generation");
        var operation = operation(
                GENERATIONS,
                "getGeneration",
                "Get a generation",
                ok,
                books(ProblemType.TOO_MANY_IN_FLIGHT, ProblemType.OVERLOADED, ProblemType.DELIVERY_FAILED));
        // a GET may always be repeated, so that its delivery-failed is 503; the caller has the path
        operation.getResponses().remove("424");
        Objects.requireNonNull(operation.getResponses().get("503")).getHeaders().remove("Location");
        return operation.parameters(ApiParameters.generation());
    }

    static Operation usage() {
        var ok = ApiResponses.json("The report.", Map.of(), "UsageReport");
        return operation(USAGE, "getUsage", "Sum what was spent", ok, books(ProblemType.FORBIDDEN))
                .description("With ?format=csv or Accept: text/csv, which are kept for older callers, it answers as"
                        + " /v1/usage.csv does.")
                .parameters(ApiParameters.usage());
    }

    static Operation usageCsv() {
        var ok = ApiResponses.csv("The report's groups, after a header row (RFC 4180).");
        var errors = books(ProblemType.FORBIDDEN).stream()
                .filter(type -> type != ProblemType.NOT_ACCEPTABLE)
                .toList();
        return operation(USAGE, "getUsageCsv", "Sum what was spent, as CSV", ok, errors)
                .parameters(ApiParameters.usage());
    }

    private static List<ProblemType> books(ProblemType... more) {
        return Stream.of(reads().stream(), Stream.of(ProblemType.LEDGER_UNAVAILABLE), Stream.of(more))
                .flatMap(types -> types)
                .distinct()
                .toList();
    }

    private static List<ProblemType> reads() {
        return List.of(
                ProblemType.INVALID_REQUEST,
                ProblemType.UNAUTHENTICATED,
                ProblemType.NOT_FOUND,
                ProblemType.METHOD_NOT_ALLOWED,
                ProblemType.NOT_ACCEPTABLE,
                ProblemType.RATE_LIMITED,
                ProblemType.HEADERS_TOO_LARGE,
                ProblemType.INTERNAL_ERROR,
                ProblemType.ISSUER_UNAVAILABLE);
    }

    private static Operation operation(
            String tag, String id, String summary, ApiResponse ok, List<ProblemType> errors) {
        var responses = new io.swagger.v3.oas.models.responses.ApiResponses().addApiResponse("200", ok);
        ApiResponses.errors(errors).forEach(responses::addApiResponse);
        return new Operation().addTagsItem(tag).operationId(id).summary(summary).responses(responses);
    }
}
