package dev.imagegateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.openai.errors.OpenAIServiceException;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

    /** Before the sandbox: nothing is made until the client has sent its request again. */
    private static PostGate making;

    private static Gateway gateway;

    /** Before the gateway: each try of these clients is a connection. */
    private static PostGate asking;

    @BeforeAll
    static void start(Sandbox sandbox) {
        making = new PostGate(sandbox.url());
        gateway = Gateway.start(sandbox.url(), making.setting());
        asking = new PostGate(URI.create("http://127.0.0.1:" + gateway.port()));
    }

    @AfterAll
    static void stop() {
        asking.close();
        gateway.close();
        making.close();
    }

    private static <T> T madeAfterTries(int tries, Supplier<T> client) {
        making.hold();
        // counts anew
        asking.hold();
        asking.letGo();
        var call = CompletableFuture.supplyAsync(client, Thread::startVirtualThread);
        await().until(() -> asking.posts() >= tries || call.isDone());
        making.letGo();
        return call.join();
    }

    /** Longer than one try of these clients waits, or than two. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void openAiJavaGetsTheImageOfItsFirstTry(int tries, Sandbox sandbox) {
        var retriesBefore = retries(gateway);

        try (var sdk = OpenAiSdk.calling(asking.url(), TIMEOUT)) {
            var url = madeAfterTries(tries, () -> sdk.image("an impatient fox, " + tries));

            assertThat(url).startsWith(sandbox.url() + "/");
        }

        assertThat(retries(gateway)).isGreaterThan(retriesBefore);
        assertPaidOnce(sandbox);
    }

    @Test
    void springAiGetsTheImageOfItsFirstTry(Sandbox sandbox) {
        var retriesBefore = retries(gateway);
        var options = OpenAiImageOptions.builder()
                .baseUrl(asking.url() + "/v1")
                .apiKey(TestKeys.CLIENT)
                .model(Gateway.MODEL_ID)
                .timeout(TIMEOUT)
                .build();

        var model = OpenAiImageModel.builder().options(options).build();
        var image = Objects.requireNonNull(madeAfterTries(2, () -> model.call(new ImagePrompt("an impatient badger")))
                        .getResult())
                .getOutput();

        assertThat(image.getUrl()).startsWith(sandbox.url() + "/");
        assertThat(retries(gateway)).isGreaterThan(retriesBefore);
        assertPaidOnce(sandbox);
    }

    @Test
    void stillGeneratingIsRepeatedByThePatientUntilTheImageIsThere(Sandbox sandbox) {
        try (var gate = new PostGate(sandbox.url());
                var gateway = Gateway.start(sandbox.url(), gate.setting(), "--gateway.response-timeout=1s");
                var sdk = OpenAiSdk.calling(gateway, OpenAiSdk.PATIENT)) {
            gate.hold();
            var later = sdk.imageLater("a patient owl");
            await().until(() -> answered(gateway, "504") > 0);
            gate.letGo();
            var url = later.join();

            assertThat(url).startsWith(sandbox.url() + "/");
            assertThat(answered(gateway, "504")).isPositive();
            assertThat(answered(gateway, "200")).isOne();
            assertPaidOnce(sandbox);
        }
    }

    @Test
    void whoeverGivesUpFindsTheImageWhereTheLastAnswerSaid(Sandbox sandbox) {
        try (var gate = new PostGate(sandbox.url());
                var gateway = Gateway.start(sandbox.url(), gate.setting(), "--gateway.response-timeout=1s");
                var sdk = OpenAiSdk.calling(gateway, OpenAiSdk.PATIENT)) {
            // for longer than all tries of the client together wait
            gate.hold();
            var thrown = catchThrowableOfType(OpenAIServiceException.class, () -> sdk.image("a resigned owl"));

            assertThat(thrown.statusCode()).isEqualTo(504);
            gate.letGo();
            var location = thrown.headers().values("Location").getFirst();
            assertThat(gateway.ended(location).at("/result/data/0/url").asString())
                    .startsWith(sandbox.url() + "/");
            assertPaidOnce(sandbox);
        }
    }

    private static void assertPaidOnce(Sandbox sandbox) {
        assertThat(sandbox.posts()).hasSize(1);
        assertThat(sandbox.billedAttempts()).isOne();
    }

    /** How many retries the gateway has answered from earlier tries. */
    private static double retries(Gateway gateway) {
        return gateway.metric("image_gateway_replay_total", "kind=\"retry\"");
    }

    private static double answered(Gateway gateway, String status) {
        return gateway.metric(
                "http_server_requests_seconds_count", "uri=\"/v1/images/generations\"", "status=\"" + status + "\"");
    }
}
