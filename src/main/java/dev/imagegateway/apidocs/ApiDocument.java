package dev.imagegateway.apidocs;

import dev.imagegateway.generation.AdoptionReader;
import dev.imagegateway.generation.ResolutionReader;
import dev.imagegateway.model.RequestRules;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document. springdoc serves it, but the content comes from {@code openapi.yaml}, because bodies that
 * are parsed by hand have no Java type that springdoc could describe.
 */
@Component
final class ApiDocument implements OpenApiCustomizer {

    private final RequestRules requests;
    private final ResolutionReader resolutions;
    private final AdoptionReader adoptions;
    private final ObjectProvider<BuildProperties> build;

    ApiDocument(
            RequestRules requests,
            ResolutionReader resolutions,
            AdoptionReader adoptions,
            ObjectProvider<BuildProperties> build) {
        this.requests = requests;
        this.resolutions = resolutions;
        this.adoptions = adoptions;
        this.build = build;
    }

    /** Called once for each requested language, so that a start does not pay for a document that nobody asks for. */
    @Override
    public void customise(OpenAPI api) {
        var written = read();
        api.info(written.getInfo())
                .security(written.getSecurity())
                .tags(written.getTags())
                .paths(written.getPaths())
                .components(written.getComponents());
    }

    private OpenAPI read() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (var yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            ObjectNode template = JsonMapper.shared().valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
            var document = new ApiValues(requests, resolutions, adoptions, build).putInto(template);
            ErrorAnswers.addTo(document);
            return Json31.mapper().readValue(document.toString(), OpenAPI.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
