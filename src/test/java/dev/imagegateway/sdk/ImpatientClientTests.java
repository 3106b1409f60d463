package dev.imagegateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.errors.OpenAIServiceException;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

/** Real clients that do not wait as long as an image takes, and send their request again by themselves. */
@ExtendWith(Suite.class)
class ImpatientClientTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Longer than one try of these clients waits, or than two. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void openAiJavaGetsTheImageOfItsFirstTry(int latencySeconds, Gateway gateway, Sandbox sandbox) {
        slow(sandbox, latencySeconds + "s");
        var retriesBefore = retries(gateway);

        try (var sdk = OpenAiSdk.calling(gateway, TIMEOUT)) {
            var url = sdk.image("an impatient fox, " + latencySeconds);

            assertThat(url).startsWith(sandbox.url() + "/");
        }

        assertThat(retries(gateway)).isGreaterThan(retriesBefore);
        assertPaidOnce(sandbox);
    }

    @Test
    void springAiGetsTheImageOfItsFirstTry(Gateway gateway, Sandbox sandbox) {
        slow(sandbox, "3s");
        var retriesBefore = retries(gateway);
        var options = OpenAiImageOptions.builder()
                .baseUrl("http://127.0.0.1:" + gateway.port() + "/v1")
                .apiKey(TestKeys.CLIENT)
                .model(ImageGenerationRequest.MODEL)
                .timeout(TIMEOUT)
                .build();

        var image = Objects.requireNonNull(OpenAiImageModel.builder()
                        .options(options)
                        .build()
                        .call(new ImagePrompt("an impatient badger"))
                        .getResult())
                .getOutput();

        assertThat(image.getUrl()).startsWith(sandbox.url() + "/");
        assertThat(retries(gateway)).isGreaterThan(retriesBefore);
        assertPaidOnce(sandbox);
    }

    @Test
    void stillGeneratingIsRepeatedByThePatientUntilTheImageIsThere(Sandbox sandbox) {
        slow(sandbox, "3s");
        try (var gateway = Gateway.start(sandbox.url(), "--gateway.response-timeout=1s");
                var sdk = OpenAiSdk.calling(gateway, OpenAiSdk.PATIENT)) {
            var url = sdk.image("a patient owl");

            assertThat(url).startsWith(sandbox.url() + "/");
            assertThat(answered(gateway, "504")).isPositive();
            assertThat(answered(gateway, "200")).isOne();
            assertPaidOnce(sandbox);
        }
    }

    @Test
    void whoeverGivesUpFindsTheImageWhereTheLastAnswerSaid(Sandbox sandbox) {
        // longer than all tries of the client together wait
        slow(sandbox, "6s");
        try (var gateway = Gateway.start(sandbox.url(), "--gateway.response-timeout=1s");
                var sdk = OpenAiSdk.calling(gateway, OpenAiSdk.PATIENT)) {
            var thrown = catchThrowableOfType(OpenAIServiceException.class, () -> sdk.image("a resigned owl"));

            assertThat(thrown.statusCode()).isEqualTo(504);
            var location = thrown.headers().values("Location").getFirst();
            assertThat(gateway.ended(location).at("/result/data/0/url").asString())
                    .startsWith(sandbox.url() + "/");
            assertPaidOnce(sandbox);
        }
    }

    private static void slow(Sandbox sandbox, String latency) {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"" + latency + "\"}}");
    }

    private static void assertPaidOnce(Sandbox sandbox) {
        assertThat(sandbox.posts()).hasSize(1);
        assertThat(sandbox.billedAttempts()).isOne();
    }

    /** How many retries the gateway has answered from earlier tries. */
    private static double retries(Gateway gateway) {
        return gateway.metric("replay_total", "kind=\"retry\"");
    }

    private static double answered(Gateway gateway, String status) {
        return gateway.metric(
                "http_server_requests_seconds_count", "uri=\"/v1/images/generations\"", "status=\"" + status + "\"");
    }
}
