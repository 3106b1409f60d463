package dev.imagegateway.generation;

import dev.imagegateway.model.RequestRules;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/**
 * The API as an OpenAPI 3.1 document. springdoc serves it, but its content is written here: a body that is read strictly by
 * hand has no Java type that springdoc could describe.
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
                .tags(ApiOperations.tags())
                .paths(new Paths()
                        .addPathItem("/v1/images/generations", new PathItem().post(ApiOperations.generate()))
                        .addPathItem("/v1/images/generations/dry-run", new PathItem().post(ApiOperations.dryRun()))
                        .addPathItem("/v1/generations", new PathItem().get(ApiOperations.generations()))
                        .addPathItem("/v1/generations/{id}", new PathItem().get(ApiOperations.generation()))
                        .addPathItem("/v1/generations/{id}/resolution", new PathItem().post(ApiOperations.resolve()))
                        .addPathItem("/v1/models", new PathItem().get(ApiOperations.models()))
                        .addPathItem("/v1/models/{model}", new PathItem().get(ApiOperations.model()))
                        .addPathItem("/v1/usage", new PathItem().get(ApiOperations.usage()))
                        .addPathItem("/v1/usage.csv", new PathItem().get(ApiOperations.usageCsv())));
    }
}
