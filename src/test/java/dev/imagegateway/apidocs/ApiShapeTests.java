package dev.imagegateway.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.ApiDocument;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * The API document is one that client generators understand. A generated client that misreads an answer, or refuses it,
 * loses images that were paid for.
 */
@ExtendWith(Suite.class)
class ApiShapeTests {

    /** What stands below these is data, not a schema. */
    private static final Set<String> DATA = Set.of("example", "examples", "enum", "const", "x-extensible-enum");

    private static final String COMPONENTS = "/components/schemas/";

    /** Every object of the document with its place. */
    private static void walk(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(place, node);
        }
        node.forEachEntry((name, child) -> {
            if (!DATA.contains(name)) {
                walk(place + "/" + name, child, visitor);
            }
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(place + "/" + i, node.get(i), visitor);
        }
    }

    private static List<String> places(JsonNode document, Predicate<JsonNode> wanted) {
        var places = new ArrayList<String>();
        walk("", document, (place, node) -> {
            if (wanted.test(node)) {
                places.add(place);
            }
        });
        return places;
    }

    private static boolean isOf(JsonNode schema, String type) {
        var types = schema.path("type");
        var first = types.isArray() ? types.path(0) : types;
        return first.isString() && first.asString().equals(type);
    }

    /** Without a width it is 32 bits in a Java client, which seeds and credits exceed. */
    private static boolean hasNoWidth(JsonNode schema) {
        if (!isOf(schema, "integer")) {
            return false;
        }
        var maximum = schema.path("maximum");
        var fits = maximum.isMissingNode() || maximum.bigIntegerValue().bitLength() < Integer.SIZE;
        return switch (schema.path("format").asString("")) {
            case "int64" -> false;
            case "int32" -> !fits;
            default -> true;
        };
    }

    @Test
    void everyIntegerSaysHowWideItIs(Gateway gateway) {
        var document = ApiDocument.of(gateway);
        assertThat(places(document, schema -> isOf(schema, "integer"))).hasSizeGreaterThan(40);
        assertThat(places(document, ApiShapeTests::hasNoWidth)).isEmpty();
        for (var wide : List.of(
                "ImageGenerationRequest/properties/seed",
                "ImageGenerationResponse/properties/seed",
                "ImageGenerationResponse/properties/created",
                "GenerationUsage/properties/credits_used",
                "BudgetBalance/properties/limit",
                "UsageSums/properties/drift_credits",
                "PayloadTooLargeProblem/properties/limit")) {
            assertThat(document.at(COMPONENTS + wide + "/format").asString())
                    .as(wide)
                    .isEqualTo("int64");
        }
    }

    @Test
    void everyStatusHasOneSchema(Gateway gateway) {
        var operations = new TreeSet<String>();
        ApiDocument.of(gateway)
                .path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((verb, operation) -> {
                    assertThat(operations.add(operation.path("operationId").asString()))
                            .as(path)
                            .isTrue();
                    assertThat(operation.path("tags")).as(path).hasSize(1);
                    operation.path("responses").forEachEntry((status, response) -> {
                        var content = response.path("content");
                        if (status.equals("204")) {
                            assertThat(content).as(path).isEmpty();
                            return;
                        }
                        assertThat(content).as(path + " " + status).hasSize(1);
                        var schema = content.iterator().next().path("schema");
                        assertThat(schema.propertyNames())
                                .as(path + " " + status)
                                .isSubsetOf("$ref", "type", "format");
                    });
                }));
        assertThat(operations)
                .containsExactly(
                        "adoptGeneration",
                        "deleteImage",
                        "dryRunImages",
                        "generateImages",
                        "getClient",
                        "getGeneration",
                        "getImage",
                        "getImagesZip",
                        "getModel",
                        "getStatus",
                        "getThumbnail",
                        "getUsage",
                        "getUsageCsv",
                        "listClients",
                        "listGenerations",
                        "listModels",
                        "listUnmatchedGenerations",
                        "resolveGeneration");
    }

    @Test
    void everyUnionIsOfAStringAndAnObject(Gateway gateway) {
        var document = ApiDocument.of(gateway);
        // the choice of the model's schema, which generators ignore
        var choice = COMPONENTS + "ImageGenerationRequest/dependentSchemas/model";
        assertThat(places(document, node -> node.has("oneOf") || node.has("anyOf") || node.has("allOf")))
                .contains(COMPONENTS + "ImageSize", COMPONENTS + "FluxSchnellImageSize")
                .allMatch(place -> place.endsWith("ImageSize") || place.equals(choice))
                .filteredOn(place -> !place.equals(choice))
                .allSatisfy(place -> assertThat(document.at(place + "/oneOf"))
                        .extracting(one -> one.path("$ref").asString())
                        .containsExactly("#" + place + "Preset", "#" + place + "Pixels"));
    }

    /** The names of the components that answers are made of. */
    private static Set<String> answers(JsonNode document) {
        var found = new TreeSet<String>();
        walk("", document.path("paths"), (place, node) -> {
            if (place.contains("/responses/")) {
                follow(document, node, found);
            }
        });
        return found;
    }

    private static void follow(JsonNode document, JsonNode node, Set<String> found) {
        var reference = node.path("$ref").asString("");
        var name = reference.substring(reference.lastIndexOf('/') + 1);
        if (!name.isEmpty() && found.add(name)) {
            walk("", document.at(COMPONENTS + name), (_, child) -> follow(document, child, found));
        }
    }

    /** What a client may meet in an answer of a later version, it must not refuse: a member, a value, a strange URL. */
    private static @Nullable String refusal(JsonNode schema) {
        if (schema.has("properties") && !schema.path("additionalProperties").booleanValue(false)) {
            return "is closed";
        }
        return schema.has("enum")
                ? "has an enum"
                : schema.path("format").asString("").equals("uri") ? "is parsed" : null;
    }

    @Test
    void answersAreOpenForLaterVersions(Gateway gateway) {
        var document = ApiDocument.of(gateway);
        var names = answers(document);
        assertThat(names).hasSizeGreaterThan(15).contains("ImageGenerationResponse", "Image", "Generation", "Problem");
        assertThat(names).doesNotContain("ImageGenerationRequest");
        for (var name : names) {
            assertThat(places(document.at(COMPONENTS + name), schema -> Objects.nonNull(refusal(schema))))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void nothingIsDefinedInline(Gateway gateway) {
        // its class would be named after where it stands
        var document = ApiDocument.of(gateway);
        assertThat(places(document, node -> node.has("properties") && isOf(node, "object")))
                .allMatch(place -> place.lastIndexOf('/') < COMPONENTS.length());
    }
}
