package dev.imagegateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is taken, what is refused, and that nothing refused ever reaches the upstream. */
@ExtendWith(Suite.class)
class RequestBodyTests {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void tableIsLarge() {
        assertThat(RequestCases.all()).hasSizeGreaterThan(150);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.imagegateway.model.RequestCases#all")
    void body(RequestCase example, Gateway gateway, Sandbox sandbox) {
        var answer = gateway.generate(example.body());

        if (example.forwarded() != null) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(sandbox.posts()).hasSize(1);
            assertForwarded(sandbox, example.forwarded());
        } else {
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(sandbox.posts()).isEmpty();
            assertThat(answer.problem()).isEqualTo("invalid-request");
            assertThat(answer.violations()).containsExactlyElementsOf(example.violations());
            assertThat(answer.json().path("errors").valueStream())
                    .allSatisfy(
                            error -> assertThat(error.path("detail").asString()).isNotBlank());
        }
    }

    /** The seed is always sent; where the caller gave none, which one is not the point. */
    private static void assertForwarded(Sandbox sandbox, String expected) {
        var sent = (ObjectNode)
                JSON.readTree(sandbox.posts().getLast().path("body").stringValue());
        var wanted = (ObjectNode) JSON.readTree(expected);
        assertThat(sent.path("seed").isIntegralNumber()).isTrue();
        if (!wanted.has("seed")) {
            sent.remove("seed");
        }
        assertThat(sent).isEqualTo(wanted);
    }

    @Test
    void violationSaysWhatIsAllowed(Gateway gateway) {
        var answer = gateway.generate(
                "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"num_images\":5,\"image_size\":\"big\",\"n_images\":1}");

        var errors = answer.json().path("errors");
        assertThat(errors.get(0).toString())
                .isEqualTo(
                        "{\"pointer\":\"/num_images\",\"code\":\"maximum\",\"detail\":\"must be an integer from 1 to 4\","
                                + "\"type\":\"integer\",\"minimum\":1,\"maximum\":4}");
        assertThat(errors.get(1).path("enum")).hasSize(6);
        assertThat(errors.get(1).path("height").path("multipleOf").intValue()).isEqualTo(32);
        assertThat(errors.get(2).path("nearest").asString()).isEqualTo("num_images");
    }

    @ParameterizedTest(name = "{0} is near {1}")
    @CsvSource({
        "promt, prompt",
        "numImages, num_images",
        "num_image, num_images",
        "negativePrompt, negative_prompt",
        "Seed, seed",
        "steps, num_inference_steps",
        "guidance, guidance_scale",
        "imageSize, image_size",
        "safety_checker, enable_safety_checker"
    })
    void unknownFieldNamesTheNearestKnownOne(String sent, String nearest, Gateway gateway) {
        var answer = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"" + sent + "\":1}");

        var error = answer.json().path("errors").get(0);
        assertThat(error.path("nearest").asString()).isEqualTo(nearest);
        assertThat(error.path("detail").asString()).contains("'" + nearest + "'");
    }

    @Test
    void droppedFieldsAreNamed(Gateway gateway, Sandbox sandbox) {
        var answer = gateway.generate("{" + Gateway.MODEL
                + ",\"prompt\":\"a cat\",\"user\":\"u\",\"quality\":\"hd\",\"stream\":false,\"style\":\"vivid\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Ignored-Parameters")).isEqualTo("quality, style, stream");
        assertThat(gateway.generate(Gateway.A_CAT).headers()).doesNotContainKey("X-Ignored-Parameters");
        assertThat(sandbox.lastBody().propertyNames()).containsExactlyInAnyOrder("model", "prompt", "seed");
    }

    @Test
    void bodyInUtf16IsReadAndBrokenUtf8IsRefused(Gateway gateway, Sandbox sandbox) {
        var utf16 = gateway.send(gateway.generation("")
                .POST(BodyPublishers.ofString(
                        "{" + Gateway.MODEL + ",\"prompt\":\"a 猫\"}", StandardCharsets.UTF_16BE)));
        assertThat(utf16.status()).isEqualTo(200);
        assertThat(sandbox.lastBody().path("prompt").asString()).isEqualTo("a 猫");

        var broken = gateway.send(
                gateway.generation("").POST(BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, '"', '}'})));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.violations()).containsExactly(" syntax");
    }
}
