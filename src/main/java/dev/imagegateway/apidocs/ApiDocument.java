package dev.imagegateway.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import org.springdoc.core.customizers.OpenApiCustomizer;
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

    private final JsonNode document;

    ApiDocument(ApiValues values) throws IOException {
        var written = values.putInto(read());
        ErrorAnswers.addTo(written);
        this.document = Json31.mapper().readTree(written.toString());
    }

    private static ObjectNode read() throws IOException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (var yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            return JsonMapper.shared().valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
        }
    }

    /** Called once for each requested language. Uses copies, because springdoc may change them. */
    @Override
    public void customise(OpenAPI api) {
        var copy = Json31.mapper().convertValue(document, OpenAPI.class);
        api.info(copy.getInfo())
                .servers(copy.getServers())
                .security(copy.getSecurity())
                .tags(copy.getTags())
                .paths(copy.getPaths())
                .components(copy.getComponents());
    }
}
