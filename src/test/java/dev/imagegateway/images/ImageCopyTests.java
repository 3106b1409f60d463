package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestPng;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.scheduler.Schedulers;

/** What callers get while an image is being copied, and when its copy has failed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageCopyTests {

    private final StubUpstream upstream = new StubUpstream();
    private final Gateway gateway = Gateway.start(
            upstream.url(),
            "--gateway.images.store=disk",
            "--gateway.delivery.fetch-retry.patience=1s",
            "--gateway.delivery.fetch-retry.base-delay=20ms",
            "--gateway.delivery.url-trust=0s",
            "--gateway.clients[1].id=team-c",
            "--gateway.clients[1].image-url=upstream",
            "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_C));

    @AfterAll
    void stop() {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void answer() {
        upstream.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"" + upstream.url()
                        + "/files/a.png\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
        upstream.serves(200, Map.of("Content-Type", "text/html"), TestPng.bytes());
    }

    private HttpRequest.Builder generation(String key) {
        return gateway.generation(Gateway.A_CAT).header("Idempotency-Key", key);
    }

    private static String url(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/data/0/url").asString();
    }

    private boolean isOwn(String url) {
        return url.startsWith("http://127.0.0.1:" + gateway.port() + "/v1/images/img-");
    }

    @Test
    void copyThatIsTriedAgainIsToldWithTheUpstreamsUrl() {
        upstream.serves(503, Map.of(), new byte[0]);
        var first = gateway.send(generation("late"));
        assertThat(url(first)).matches(this::isOwn);
        assertThat(first.headers()).doesNotContainKey("X-Image-Store");

        await().untilAsserted(() -> {
            var again = gateway.send(generation("late"));
            assertThat(url(again)).startsWith(upstream.url().toString());
            assertThat(again.header("X-Image-Store")).isEqualTo("pending");
        });
        var query = gateway.to("/v1/generations/" + first.header("X-Generation-Id"))
                .header("Authorization", "Bearer " + TestKeys.CLIENT);
        assertThat(gateway.send(query).header("X-Image-Store")).isEqualTo("pending");
    }

    @Test
    void copyThatIsGivenUpIsToldWithTheUpstreamsUrl() {
        upstream.serves(302, Map.of(), new byte[0]);
        gateway.send(generation("never"));

        await().untilAsserted(() -> {
            var again = gateway.send(generation("never"));
            assertThat(url(again)).startsWith(upstream.url().toString());
            assertThat(again.header("X-Image-Store")).isEqualTo("failed");
        });
    }

    @Test
    void clientGetsTheUpstreamsUrlIfItWantsItAndTheGatewaysOnceThatIsDead() {
        var request = generation("theirs").setHeader("Authorization", "Bearer " + TestKeys.TEAM_C);
        assertThat(url(gateway.send(request))).isEqualTo(upstream.url() + "/files/a.png");
        await().until(() -> gateway.metric("image_gateway_images_pending") == 0);
        upstream.serves(410, Map.of(), new byte[0]);

        var kept = url(gateway.send(request));
        assertThat(kept).matches(this::isOwn);
        assertThat(gateway.send(HttpRequest.newBuilder(URI.create(kept))).bytes())
                .isEqualTo(TestPng.bytes());
    }

    @Test
    void manyCallersOfBase64WaitForTheirCopiesWithoutStoppingThem() {
        var callers = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE + 4;
        upstream.holdImages();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, callers)
                    .mapToObj(each -> CompletableFuture.supplyAsync(
                            () -> gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"cat " + each
                                    + "\",\"response_format\":\"b64_json\"}"),
                            threads))
                    .toList();
            await().until(() -> gateway.metric("image_gateway_images_pending") == callers);

            upstream.letImagesGo();

            assertThat(answers)
                    .extracting(CompletableFuture::join)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.text()).isEqualTo(200));
            // a copy that is stopped would be fetched again
            assertThat(upstream.fileGets()).hasSize(callers);
        }
    }
}
