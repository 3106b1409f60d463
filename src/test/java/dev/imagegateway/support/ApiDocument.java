package dev.imagegateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A gateway's API document, as the schemas that its answers have to fit. */
public final class ApiDocument {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ApiDocument() {}

    /** The document that this gateway serves. */
    public static JsonNode of(RunningGateway gateway) {
        var answer = gateway.send(gateway.to("/v3/api-docs"));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    /** A component as a schema of its own, with the others for its references. */
    public static Schema schema(JsonNode document, String name) {
        ObjectNode root = JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
        root.set("components", closed(document.path("components").deepCopy()));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root.toString());
    }

    /** Answers are open for later members; here, one that is not described is a fault. */
    private static JsonNode closed(JsonNode components) {
        components.path("schemas").forEachEntry((name, schema) -> {
            // a violation's other members are the keywords of the rule that was broken
            if (!name.equals("Violation") && schema.path("additionalProperties").isBoolean()) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
            splitTypes(schema);
        });
        return components;
    }

    /** The same in other words: json-schema-validator 3.0.0 cannot read a minimum beside a list of types. */
    private static void splitTypes(JsonNode schema) {
        schema.forEach(ApiDocument::splitTypes);
        if (schema instanceof ObjectNode nullable && schema.path("type").isArray()) {
            var alone = nullable.deepCopy();
            alone.set("type", nullable.path("type").get(0));
            nullable.removeAll();
            nullable.putArray("anyOf").add(alone).addObject().put("type", "null");
        }
    }
}
