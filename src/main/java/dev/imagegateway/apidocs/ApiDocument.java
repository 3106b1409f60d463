package dev.imagegateway.apidocs;

import dev.imagegateway.generation.AdoptionReader;
import dev.imagegateway.generation.ResolutionReader;
import dev.imagegateway.model.RequestRules;
import dev.imagegateway.model.RequestSchemas;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
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
    private final RequestSchemas schemas;
    private final ResolutionReader resolutions;
    private final AdoptionReader adoptions;
    private final ObjectProvider<BuildProperties> build;
    private volatile @Nullable Written latest;

    /** The document of one state of the catalogue. */
    private record Written(Object version, OpenAPI document) {}

    ApiDocument(
            RequestRules requests,
            RequestSchemas schemas,
            ResolutionReader resolutions,
            AdoptionReader adoptions,
            ObjectProvider<BuildProperties> build) {
        this.requests = requests;
        this.schemas = schemas;
        this.resolutions = resolutions;
        this.adoptions = adoptions;
        this.build = build;
    }

    /** Called for each request of the document. It is written at the first one, and when the models have changed. */
    @Override
    public void customise(OpenAPI api) {
        var written = written();
        api.info(written.getInfo())
                .security(written.getSecurity())
                .tags(written.getTags())
                .paths(written.getPaths())
                .components(written.getComponents());
    }

    private OpenAPI written() {
        var known = latest;
        var version = schemas.version();
        if (known == null || !known.version().equals(version)) {
            known = new Written(version, read());
            latest = known;
        }
        return known.document();
    }

    private OpenAPI read() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (var yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            ObjectNode template = JsonMapper.shared().valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
            var document = new ApiValues(requests, resolutions, adoptions, build).putInto(template);
            schemas.addTo((ObjectNode) document.at("/components/schemas"));
            ErrorAnswers.addTo(document);
            return Json31.mapper().readValue(document.toString(), OpenAPI.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
