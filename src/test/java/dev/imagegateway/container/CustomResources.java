package dev.imagegateway.container;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a document of a kind that Kubernetes' Java client does not have, by a schema that knows no other fields. */
final class CustomResources {

    private static final ObjectNode SCHEMAS = schemas();

    private CustomResources() {}

    /** @throws IllegalArgumentException if there is no schema for it, or it does not fit */
    static void check(JsonNode document) {
        var kind = document.path("apiVersion").asString().replace('/', '.') + "."
                + document.path("kind").asString();
        if (!SCHEMAS.path("$defs").has(kind)) {
            throw new IllegalArgumentException("no model for " + kind);
        }
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SCHEMAS.deepCopy().put("$ref", "#/$defs/" + kind).toString());
        var faults = schema.validate(document);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    faults.stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
    }

    private static ObjectNode schemas() {
        try (var resource = CustomResources.class.getResourceAsStream("custom-resources.json")) {
            return (ObjectNode) JsonMapper.builder().build().readTree(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
