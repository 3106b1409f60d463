package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.RawUpstream;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Images as base64 are only requested while there is room to transfer them. */
@ExtendWith(OutputCaptureExtension.class)
class TransferCapacityTests {

    private static final double IMAGE = 3 * 1024 * 1024;
    private static final String NO_WAIT = "--gateway.images.transfer-wait=0ms";
    private static final String INLINE = RawUpstream.answer(
            "{\"data\":[{\"b64_json\":\"iVBORw0KGgo=\"}],\"meta\":{\"usage\":{\"credits_used\":1}}}");

    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    @Test
    void whatHasNoRoomIsRefusedBeforeItIsSentAndComesThroughLater() {
        try (var upstream = new RawUpstream(this::answerWhenAllowed);
                var gateway = Gateway.start(upstream.url(), NO_WAIT, "--gateway.images.transfer-capacity=6MB")) {
            // more than all of the room, which nobody else has
            var first = ask(gateway, "first", 4, "b64_json");
            await().until(() -> upstream.posts() == 1);
            assertThat(gateway.metric("image_gateway_images_transfer_bytes")).isEqualTo(4 * IMAGE);

            var refused = ask(gateway, "second", 1, "b64_json").join();
            Problems.assertProblem(refused, 503, "overloaded", "/v1/images/generations");
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            assertThat(refused.text()).contains("response_format");
            var byUrl = ask(gateway, "third", 1, "url");
            await().until(() -> upstream.posts() == 2);

            mayAnswer.countDown();
            assertThat(first.join().json().at("/data/0/b64_json").asString()).isEqualTo("iVBORw0KGgo=");
            assertThat(byUrl.join().status()).isEqualTo(200);
            // set aside until the last byte was written, which is after the caller has it
            await().until(() -> gateway.metric("image_gateway_images_transfer_bytes") == 0);
            assertThat(ask(gateway, "second", 1, "b64_json").join().status()).isEqualTo(200);
            assertThat(upstream.posts()).isEqualTo(3);
        }
    }

    @Test
    void requestWaitsForRoomBeforeItIsSent() {
        try (var upstream = new RawUpstream(this::answerWhenAllowed);
                var gateway = Gateway.start(
                        upstream.url(),
                        "--gateway.images.transfer-wait=1m",
                        "--gateway.images.transfer-capacity=3MB")) {
            var first = ask(gateway, "first", 1, "b64_json");
            await().until(() -> upstream.posts() == 1);
            var second = ask(gateway, "second", 1, "b64_json");
            await().until(() -> gateway.metric("image_gateway_limit_used", "waiting-callers") == 2);
            assertThat(upstream.posts()).isEqualTo(1);

            mayAnswer.countDown();
            assertThat(first.join().status()).isEqualTo(200);
            assertThat(second.join().status()).isEqualTo(200);
            assertThat(upstream.posts()).isEqualTo(2);
        }
    }

    @Test
    void oneClientLeavesSomethingForTheOthers() {
        try (var upstream = new RawUpstream(this::answerWhenAllowed);
                var gateway = Gateway.start(
                        upstream.url(),
                        NO_WAIT,
                        "--gateway.images.transfer-capacity=12MB",
                        "--gateway.clients[1].id=team-b",
                        "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_B))) {
            var first = ask(gateway, "first", 3, "b64_json");
            await().until(() -> upstream.posts() == 1);

            assertThat(ask(gateway, "second", 1, "b64_json").join().problem()).isEqualTo("overloaded");
            var other =
                    CompletableFuture.supplyAsync(() -> gateway.send(gateway.generation(body("third", 1, "b64_json"))
                            .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B)));
            await().until(() -> upstream.posts() == 2);
            mayAnswer.countDown();
            assertThat(first.join().status()).isEqualTo(200);
            assertThat(other.join().status()).isEqualTo(200);
        }
    }

    @Test
    void whoDoesNotWaitNeedsRoomAsWell() {
        try (var upstream = new RawUpstream(this::answerWhenAllowed);
                var gateway = Gateway.start(upstream.url(), NO_WAIT, "--gateway.images.transfer-capacity=3MB")) {
            var first = ask(gateway, "first", 1, "b64_json");
            await().until(() -> upstream.posts() == 1);

            var refused = gateway.send(
                    gateway.generation(body("second", 1, "b64_json")).header("Prefer", "respond-async"));
            assertThat(refused.problem()).isEqualTo("overloaded");
            mayAnswer.countDown();
            assertThat(first.join().status()).isEqualTo(200);
            assertThat(upstream.posts()).isEqualTo(1);
        }
    }

    @Test
    void imagesWaitForRoomAndWhoGetsNoneFindsThemLater(CapturedOutput output) throws IOException {
        var image = Arrays.copyOf(DeliveryTests.PNG, 20_000_000);
        try (var upstream = new StubUpstream();
                var gateway = Gateway.start(
                        upstream.url(),
                        "--gateway.images.transfer-capacity=32MB",
                        "--gateway.delivery.max-image-size=20MB",
                        "--gateway.delivery.fetch-timeout=5s")) {
            upstream.answers(200, Map.of(), "{\"data\":[{\"url\":\"" + upstream.url() + "/files/a.png\"}]}");
            upstream.serves(200, Map.of(), image);
            var keyed = gateway.generation(body("second", 1, "b64_json")).header("Idempotency-Key", "second");

            CompletableFuture<Answer> waits;
            try (var _ = stalled(gateway, body("first", 1, "b64_json"))) {
                await().until(() -> gateway.metric("image_gateway_images_transfer_bytes") == image.length);

                var refused = gateway.send(keyed);
                Problems.assertProblem(refused, 503, "delivery-failed", "/v1/images/generations");
                assertThat(refused.text()).contains("capacity");
                assertThat(refused.headers()).containsKeys("Retry-After", "Location");
                assertThat(ask(gateway, "third", 1, "url").join().status()).isEqualTo(200);
                assertThat(gateway.metric("image_gateway_images_transfer_bytes"))
                        .isEqualTo(image.length);
                waits = ask(gateway, "fourth", 1, "b64_json");
                await().until(() -> gateway.metric("image_gateway_images_transfer_bytes") == 2 * image.length);
            }
            // the first one has hung up, which makes room for the one that waits
            assertThat(waits.join().status()).isEqualTo(200);

            await().until(() -> gateway.metric("image_gateway_images_transfer_bytes") == 0);
            var again = gateway.send(keyed);
            assertThat(Base64.getDecoder()
                            .decode(again.json().at("/data/0/b64_json").asString()))
                    .isEqualTo(image);
            assertThat(upstream.posts()).hasSize(4);
            // the one that hung up is no failure of the gateway's
            assertThat(output).doesNotContain("Unexpected failure");
        }
    }

    /** A caller that does not read its answer. */
    private static Socket stalled(Gateway gateway, String body) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        RawUpstream.write(socket, String.format(Locale.ROOT, """
                POST /v1/images/generations HTTP/1.1\r
                Host: gateway\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""", TestKeys.CLIENT, body.length(), body));
        return socket;
    }

    private static String body(String prompt, int images, String format) {
        return String.format(
                Locale.ROOT,
                "{%s,\"prompt\":\"%s\",\"num_images\":%d,\"response_format\":\"%s\"}",
                Gateway.MODEL,
                prompt,
                images,
                format);
    }

    private static CompletableFuture<Answer> ask(Gateway gateway, String prompt, int images, String format) {
        var body = body(prompt, images, format);
        return CompletableFuture.supplyAsync(() -> gateway.generate(body));
    }

    private void answerWhenAllowed(RawUpstream upstream, Socket socket) throws IOException {
        while (upstream.readPost(socket)) {
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            socket.getOutputStream().write(INLINE.getBytes(StandardCharsets.UTF_8));
        }
    }
}
