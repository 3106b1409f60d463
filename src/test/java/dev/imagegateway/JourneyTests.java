package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One request's whole journey, told as a story. */
@ExtendWith(Suite.class)
class JourneyTests {

    /** The vendor's page, its Python example. */
    private static final String PYTHON_EXAMPLE = """
            {"prompt": "A T-Rex relaxing on a beach, lying on a sun lounger and wearing sunglasses.",
             "model": "stable-diffusion-v3-medium",
             "image_size": "landscape_16_9"}
            """;

    /** The vendor's page, its JavaScript example. */
    private static final String JAVASCRIPT_EXAMPLE = """
            {"model":"stable-diffusion-v3-medium",\
            "prompt":"A T-Rex relaxing on a beach, lying on a sun lounger and wearing sunglasses. Realistic photo.",\
            "image_size":"landscape_16_9"}""";

    @Test
    void vendorsExamplesBecomePicturesThatOpen(Gateway gateway, Sandbox sandbox) throws IOException {
        var creditsBefore = gateway.metric("credits_used_total", "client=\"team-a\"");
        var imagesBefore = gateway.metric("image_gateway_images_generated_total", "client=\"team-a\"");

        for (var example : new String[] {PYTHON_EXAMPLE, JAVASCRIPT_EXAMPLE}) {
            var answer = gateway.generate(example);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.json().path("data")).hasSize(1);
            var picture = sandbox.call("GET", path(answer), "");
            assertPng(picture.bytes(), 1024, 576);
        }

        assertThat(sandbox.billed()).isEqualTo(182_000);
        assertThat(gateway.metric("credits_used_total", "client=\"team-a\"", "model=\"stable-diffusion-v3-medium\""))
                .isEqualTo(creditsBefore + 182_000);
        assertThat(gateway.metric("image_gateway_images_generated_total", "client=\"team-a\""))
                .isEqualTo(imagesBefore + 2);
        assertThat(gateway.metric(
                        "image_gateway_generation_seconds_count", "client=\"team-a\"", "outcome=\"succeeded\""))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void answerHasTheOneShape(Gateway gateway) {
        var before = Instant.now().getEpochSecond();

        var answer = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"seed\":9223372036854775807}");

        var body = answer.json();
        assertThat(body.propertyNames()).containsExactly("created", "data", "seed", "meta");
        assertThat(body.path("created").isIntegralNumber()).isTrue();
        assertThat(body.path("created").longValue())
                .isBetween(before, Instant.now().getEpochSecond());
        assertThat(body.path("seed").longValue()).isEqualTo(Long.MAX_VALUE);
        assertThat(body.path("data").get(0).propertyNames()).containsExactly("url");
        assertThat(body.path("meta")).hasToString("{\"usage\":{\"credits_used\":91000,\"usd_spent\":0.0455}}");
        assertThat(answer.header("X-Credits-Used")).isEqualTo("91000");
        assertThat(answer.header("X-Generation-Id")).startsWith("gen-");
        assertThat(answer.header("X-Request-Id")).startsWith("req-");
        assertThat(answer.header("Server-Timing")).matches("generation;dur=[0-9.]+, delivery;dur=[0-9.]+");
    }

    @Test
    void seedIsChosenWhenTheCallerHasNoneAndMakesTheSameImageAgain(Gateway gateway, Sandbox sandbox) {
        var first = gateway.generate(Gateway.A_CAT);
        var seed = first.json().path("seed").longValue();
        var again = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"seed\":" + seed + "}");

        assertThat(seed).isBetween(1L, 2147483647L);
        assertThat(sandbox.posts()).hasSize(2);
        assertThat(sandbox.call("GET", path(again), "").bytes())
                .isEqualTo(sandbox.call("GET", path(first), "").bytes());
    }

    @Test
    void base64IsTheBytesOfEachImage(Gateway gateway) throws IOException {
        var answer = gateway.generate("{" + Gateway.MODEL
                + ",\"prompt\":\"a cat\",\"n\":4,\"size\":\"1536x64\",\"response_format\":\"b64_json\"}");

        assertThat(answer.status()).isEqualTo(200);
        var data = answer.json().path("data");
        assertThat(data).hasSize(4);
        for (var image : data) {
            assertThat(image.propertyNames()).containsExactly("b64_json");
            assertPng(Base64.getDecoder().decode(image.path("b64_json").stringValue()), 1536, 64);
        }
        assertThat(data.valueStream().distinct()).hasSize(4);
    }

    private static String path(Answer answer) {
        return URI.create(answer.json().path("data").get(0).path("url").stringValue())
                .getPath();
    }

    private static void assertPng(byte[] bytes, int width, int height) throws IOException {
        assertThat(bytes).startsWith(0x89, 'P', 'N', 'G');
        var image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)));
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
    }
}
