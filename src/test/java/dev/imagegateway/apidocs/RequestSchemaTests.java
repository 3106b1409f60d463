package dev.imagegateway.apidocs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.Schema;
import dev.imagegateway.support.ApiDocument;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API document has a schema for each model, which accepts what the service accepts. */
@ExtendWith(Suite.class)
class RequestSchemaTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int MAX_BYTES = 1_500_000;

    /** Fields of requests that some models take and others refuse. */
    private static final List<String> FIELDS = List.of(
            "{}",
            "{\"n\":1}",
            "{\"n\":2}",
            "{\"n\":0}",
            "{\"n\":11}",
            "{\"n\":null}",
            "{\"n\":\"1\"}",
            "{\"num_images\":1}",
            "{\"num_images\":1.5}",
            "{\"num_images\":null}",
            "{\"size\":\"1024x1024\"}",
            "{\"size\":\"auto\"}",
            "{\"size\":\"square_hd\"}",
            "{\"size\":\"16:9\"}",
            "{\"size\":null}",
            "{\"size\":7}",
            "{\"image_size\":\"square_hd\"}",
            "{\"image_size\":\"huge\"}",
            "{\"image_size\":{\"width\":1024,\"height\":1024}}",
            "{\"image_size\":{\"width\":1024}}",
            "{\"image_size\":{\"width\":16,\"height\":1024}}",
            "{\"image_size\":{\"width\":1000,\"height\":1000,\"depth\":1}}",
            "{\"aspect_ratio\":\"16:9\"}",
            "{\"aspect_ratio\":\"7:5\"}",
            "{\"seed\":0}",
            "{\"seed\":1}",
            "{\"seed\":4294967296}",
            "{\"negative_prompt\":\"\"}",
            "{\"guidance_scale\":3.5}",
            "{\"guidance_scale\":1000}",
            "{\"num_inference_steps\":1}",
            "{\"num_inference_steps\":1000}",
            "{\"safety_tolerance\":\"2\"}",
            "{\"safety_tolerance\":2}",
            "{\"enable_safety_checker\":true}",
            "{\"raw\":true}",
            "{\"raw\":false}",
            "{\"image_urls\":[]}",
            "{\"image_urls\":[\"https://images.test/a.png\"]}",
            "{\"image_urls\":[\"http://images.test/a.png\"]}",
            "{\"image_urls\":\"https://images.test/a.png\"}",
            "{\"quality\":\"high\"}",
            "{\"quality\":null}",
            "{\"style\":\"any\"}",
            "{\"background\":\"opaque\"}",
            "{\"output_format\":\"png\"}",
            "{\"output_format\":null}",
            "{\"output_compression\":101}",
            "{\"colors\":[{\"r\":1,\"g\":2,\"b\":3}]}",
            "{\"colors\":[{\"r\":1,\"g\":2}]}",
            "{\"provider\":\"auto\"}",
            "{\"loras\":[]}",
            "{\"response_format\":\"b64_json\"}",
            "{\"response_format\":\"png\"}",
            "{\"user\":\"u\"}",
            "{\"stream\":true}",
            "{\"partial_images\":0}",
            "{\"unknown\":1}");

    private static JsonNode models(Gateway gateway) {
        return gateway.send(gateway.to("/v1/models").header("Authorization", "Bearer " + TestKeys.CLIENT))
                .json()
                .path("data");
    }

    private static Stream<JsonNode> names(JsonNode model) {
        return Stream.concat(Stream.of(model.path("id")), model.path("aliases").valueStream());
    }

    private static JsonNode body(JsonNode model, String fields) {
        return JSON.createObjectNode()
                .put("model", model.asString())
                .put("prompt", "a cat")
                .setAll(JSON.readTree(fields).asObject());
    }

    /** Whether the service takes a body, but for what a schema cannot say: that a model has no price. */
    private static boolean isTaken(Gateway gateway, JsonNode body) {
        var answer = gateway.send(gateway.to("/v1/images/generations/dry-run")
                .header("Authorization", "Bearer " + TestKeys.CLIENT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
        assertThat(answer.status()).as(answer.text()).isIn(200, 400);
        return answer.status() == 200
                || answer.json().path("errors").valueStream().allMatch(RequestSchemaTests::isBeyondASchema);
    }

    /** The bounds of width and height in the text of size are not, either. */
    private static boolean isBeyondASchema(JsonNode error) {
        var code = error.path("code").asString();
        return code.equals("unpriced")
                || (code.startsWith("m") && error.path("pointer").asString().equals("/size"));
    }

    private static boolean isValid(Schema schema, JsonNode body) {
        return schema.validate(body).isEmpty();
    }

    /** Takes seconds, because it asks the service about 58 bodies for each of 70 models. */
    @Test
    void schemaAgreesWithTheServiceForEveryModel(Gateway gateway) {
        var schema = ApiDocument.schema(ApiDocument.of(gateway), "ImageGenerationRequest");
        var models = models(gateway);
        var disagreements = new ArrayList<String>();
        for (var model : models) {
            for (var fields : FIELDS) {
                var body = body(model.path("id"), fields);
                if (isValid(schema, body) != isTaken(gateway, body)) {
                    disagreements.add(body.toString());
                }
            }
        }
        assertThat(models).hasSizeGreaterThan(50);
        assertThat(disagreements).isEmpty();
    }

    @Test
    void modelIsChosenByEachOfItsNames(Gateway gateway) {
        var schema = ApiDocument.schema(ApiDocument.of(gateway), "ImageGenerationRequest");
        for (var model : models(gateway)) {
            assertThat(names(model)).allMatch(name -> isValid(schema, body(name, "{}")));
            assertThat(names(model)).noneMatch(name -> isValid(schema, body(name, "{\"raw\":3}")));
        }
        for (var none : List.of("dall-e-3", "FLUX/schnell", "flux/schnel", "")) {
            assertThat(isValid(schema, body(JSON.valueToTree(none), "{}"))).isFalse();
        }
    }

    @Test
    void componentsHaveTheModelsNames(Gateway gateway) {
        var schemas = ApiDocument.of(gateway).at("/components/schemas");
        assertThat(schemas.propertyNames())
                .contains(
                        "FluxSchnellRequest",
                        "OpenaiGptImage1Request",
                        "StableDiffusionV3MediumRequest",
                        "GoogleImagen40FastGenerate001Request",
                        "FluxSchnellImageSizePixels",
                        "RecraftV3ColorsItem")
                .doesNotContain("DallE3Request");
        assertThat(schemas.at("/OpenaiGptImage1Request/properties/model/enum"))
                .hasToString("[\"openai/gpt-image-1\",\"gpt-image-1\"]");
        assertThat(schemas.at("/OpenaiGptImage1Request/properties/quality"))
                .hasToString("{\"type\":[\"string\",\"null\"],\"description\":\"Quality of the image; a higher quality"
                        + " costs more. Upstream default medium.\",\"enum\":[\"low\",\"medium\",\"high\",null]}");
    }

    @Test
    void documentIsNotTooLargeForTools(Gateway gateway) {
        var text = gateway.send(gateway.to("/v3/api-docs")).text();
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MAX_BYTES);
        // clients send defaults that they know of, although the vendor has them too
        assertThat(text.substring(text.indexOf("\"FluxSchnellRequest\""))).doesNotContain("\"default\":");
    }

    @Test
    void restrictedParameterAppearsOnceItIsPermitted(Gateway gateway, Sandbox sandbox) {
        var closed = ApiDocument.of(gateway).at("/components/schemas");
        assertThat(closed.at("/ImageGenerationRequest/properties").propertyNames())
                .doesNotContain("provider", "loras");
        assertThat(closed.propertyNames()).doesNotContain("BlackforestlabsFlux2LoraLorasItem");
        try (var permitting = Gateway.start(sandbox.url(), "--gateway.catalogue.permitted-parameters=loras")) {
            var open = ApiDocument.of(permitting).at("/components/schemas");
            assertThat(open.at("/ImageGenerationRequest/properties").propertyNames())
                    .contains("loras")
                    .doesNotContain("provider");
            assertThat(open.propertyNames()).contains("BlackforestlabsFlux2LoraLorasItem");
        }
    }

    @Test
    void modelThatIsAddedAppears(@TempDir Path folder, Sandbox sandbox) throws IOException {
        try (var gateway = Gateway.start(
                sandbox.url(), "--gateway.catalogue.directory=" + folder, "--gateway.catalogue.refresh=100ms")) {
            var pointer = "/components/schemas/AcmePainter2Request/properties/model/enum";
            assertThat(ApiDocument.of(gateway).at(pointer).isMissingNode()).isTrue();
            Files.writeString(folder.resolve("painter.yaml"), """
                    id: acme/painter-2
                    aliases: [painter-2]
                    vendor: Acme
                    family: painter
                    parameters:
                      prompt: {type: string, minLength: 1, maxLength: 2000}
                      strokes: {type: integer, minimum: 1, maximum: 9, default: 3}
                    """);
            await().untilAsserted(() ->
                    assertThat(ApiDocument.of(gateway).at(pointer)).hasToString("[\"acme/painter-2\",\"painter-2\"]"));
            var schema = ApiDocument.schema(ApiDocument.of(gateway), "ImageGenerationRequest");
            var name = JSON.valueToTree("painter-2");
            assertThat(isValid(schema, body(name, "{\"strokes\":9}"))).isTrue();
            assertThat(isValid(schema, body(name, "{\"strokes\":10}"))).isFalse();
            assertThat(isValid(schema, body(name, "{\"seed\":1}"))).isFalse();
        }
    }
}
