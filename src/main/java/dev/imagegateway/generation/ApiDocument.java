package dev.imagegateway.generation;

import dev.imagegateway.problem.ProblemType;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/**
 * The API as an OpenAPI 3.1 document. springdoc serves it; what it says is said here, because a body that is read
 * strictly by hand has no Java type that springdoc could describe.
 */
@Component
final class ApiDocument implements OpenApiCustomizer {

    private static final String BEARER = "client-key";

    private final RequestRules rules;
    private final ResolutionReader resolutions;
    private final String version;

    ApiDocument(RequestRules rules, ResolutionReader resolutions, ObjectProvider<BuildProperties> build) {
        this.rules = rules;
        this.resolutions = resolutions;
        this.version =
                build.stream().findFirst().map(BuildProperties::getVersion).orElse("dev");
    }

    @Override
    public void customise(OpenAPI api) {
        var components = new Components()
                .addSecuritySchemes(
                        BEARER,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A client key, or a token of an issuer that the gateway trusts."));
        new ApiSchemas(rules).all().forEach(components::addSchemas);
        ResolutionSchemas.all(resolutions).forEach(components::addSchemas);
        api.info(new Info()
                        .title("Image Gateway")
                        .version(version)
                        .summary("Images from AIML API, with every credit accounted for.")
                        .description("Errors are explained at /problems.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/").description("This gateway")))
                .security(List.of(new SecurityRequirement().addList(BEARER)))
                .components(components)
                .tags(null)
                .paths(new Paths()
                        .addPathItem("/v1/images/generations", new PathItem().post(generate()))
                        .addPathItem("/v1/generations/{id}/resolution", new PathItem().post(resolve()))
                        .addPathItem("/v1/models", new PathItem().get(models()))
                        .addPathItem("/v1/models/{model}", new PathItem().get(model()))
                        .addPathItem("/v1/generations", new PathItem().get(generations()))
                        .addPathItem("/v1/generations/{id}", new PathItem().get(generation()))
                        .addPathItem("/v1/usage", new PathItem().get(usage())));
    }

    private static Operation generate() {
        var media = new MediaType().schema(ApiSchemas.ref("ImageGenerationRequest"));
        ApiExamples.requests().forEach((name, body) -> media.addExamples(name, new Example().value(body)));
        var ok = ApiResponses.generation(ApiResponses.json(
                "The images, or with dry_run=true what would become of the request.",
                ApiExamples.answers(),
                "ImageGenerationResponse",
                "DryRun"));
        var operation = operation("generateImages", "Generate images", ok, ApiResponses.ofGenerations());
        operation.getResponses().addApiResponse("202", ApiResponses.accepted());
        return operation
                .parameters(ApiParameters.generate())
                .requestBody(new RequestBody()
                        .required(true)
                        .description("At most 1 MiB, unless configured otherwise.")
                        .content(new Content().addMediaType("application/json", media)));
    }

    private static Operation resolve() {
        var ok = ApiResponses.json("Where its money is now.", Map.of(), "Standing");
        return operation(
                        "resolveGeneration",
                        "Say what became of an unknown generation; for the role admin",
                        ok,
                        ApiResponses.ofResolutions())
                .addParametersItem(new Parameter()
                        .in("path")
                        .name("id")
                        .required(true)
                        .description("The generation's name, as in X-Generation-Id.")
                        .schema(new StringSchema()))
                .requestBody(new RequestBody()
                        .required(true)
                        .content(new Content()
                                .addMediaType(
                                        "application/json",
                                        new MediaType().schema(ApiSchemas.ref("ResolutionRequest")))));
    }

    private static Operation models() {
        return operation(
                "listModels", "List the models", ApiResponses.json("The models.", Map.of(), "ModelList"), reads());
    }

    private static Operation model() {
        return operation("getModel", "Get a model", ApiResponses.json("The model.", Map.of(), "Model"), reads())
                .addParametersItem(new Parameter()
                        .in("path")
                        .name("model")
                        .required(true)
                        .description("Its id.")
                        .schema(new StringSchema())
                        .example("stable-diffusion-v3-medium"));
    }

    private static Operation generations() {
        var ok = ApiResponses.json("A page, the newest first.", Map.of(), "GenerationList");
        return operation("listGenerations", "List generations", ok, books(ProblemType.FORBIDDEN))
                .parameters(ApiParameters.generations());
    }

    private static Operation generation() {
        var ok = ApiResponses.json("The generation.", Map.of(), "Generation");
        return operation("getGeneration", "Get a generation", ok, books(ProblemType.NOT_FOUND, ProblemType.OVERLOADED))
                .parameters(ApiParameters.generation());
    }

    private static Operation usage() {
        var ok = ApiResponses.json("The report.", Map.of(), "UsageReport");
        ok.getContent().addMediaType("text/csv", new MediaType().schema(new StringSchema()));
        return operation("getUsage", "Sum what was spent", ok, books(ProblemType.FORBIDDEN))
                .parameters(ApiParameters.usage());
    }

    private static List<ProblemType> books(ProblemType... besides) {
        return Stream.of(reads().stream(), Stream.of(ProblemType.LEDGER_UNAVAILABLE), Stream.of(besides))
                .flatMap(Function.identity())
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

    private static Operation operation(String id, String summary, ApiResponse ok, List<ProblemType> errors) {
        var responses = new io.swagger.v3.oas.models.responses.ApiResponses().addApiResponse("200", ok);
        ApiResponses.errors(errors).forEach(responses::addApiResponse);
        return new Operation().operationId(id).summary(summary).responses(responses);
    }
}
