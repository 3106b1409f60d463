package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RawUpstream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers that contain an image and have no {@code Content-Length}: an upstream may stall within one. */
class LargeAnswerTests {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"data\":[{\"b64_json\":\"";
    private static final String END = "\"}]}";

    private final Semaphore stalled = new Semaphore(0);
    private final CompletableFuture<Void> resumed = new CompletableFuture<>();

    private static String body(String prompt) {
        return "{" + Gateway.MODEL + ",\"prompt\":\"" + prompt + "\"}";
    }

    /** An image of 1.5 MB as base64. A slow one stops after 1.2 MB, or sends no more than a byte at a time from there on. */
    private void answer(RawUpstream upstream, Socket socket) throws IOException {
        var prompt = upstream.read(socket).orElseThrow().body();
        RawUpstream.write(socket, HEAD + "A".repeat(1_200_000));
        if (prompt.contains("stalls")) {
            stalled.release();
            resumed.join();
        } else if (prompt.contains("trickles")) {
            stalled.release();
            socket.setSoTimeout(50);
            while (!isClosed(socket)) {
                RawUpstream.write(socket, "A");
            }
        }
        RawUpstream.write(socket, "A".repeat(300_000) + END);
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    private CompletableFuture<Call> slow(Gateway gateway, String prompt) {
        var call = gateway.callLater(gateway.generation(body(prompt)));
        stalled.acquireUninterruptibly();
        return call;
    }

    private static Answer answered(CompletableFuture<Call> call) {
        return ((Call.Answered) call.join()).answer();
    }

    @Test
    void answerThatStallsLeavesRoomForOthers() {
        try (var upstream = new RawUpstream(this::answer);
                var gateway = Gateway.start(
                        upstream.url(),
                        "--gateway.upstream.answer-memory=8MB",
                        "--gateway.upstream.attempt-timeout=60s",
                        "--gateway.upstream.max-response-size=2047MB")) {
            var slow = slow(gateway, "stalls");

            var others = IntStream.range(0, 3)
                    .mapToObj(i -> gateway.callLater(gateway.generation(body("quick " + i))))
                    .toList();

            assertThat(others)
                    .allSatisfy(call -> assertThat(answered(call).status())
                            .as(answered(call).text())
                            .isEqualTo(200));
            resumed.complete(null);
            assertThat(answered(slow).status()).isEqualTo(200);
        }
    }

    /** It waits for the first until that has used up its time, and for the second, which waited too, until then. */
    @Test
    void waitForTheGatewaysMemoryIsNoTimeOutOfTheUpstream() {
        try (var upstream = new RawUpstream(this::answer);
                var gateway = Gateway.start(
                        upstream.url(),
                        "--gateway.upstream.answer-memory=1MB",
                        "--gateway.upstream.response-timeout=1s",
                        "--gateway.upstream.attempt-timeout=2s",
                        "--gateway.upstream.generation-timeout=60s")) {
            var first = slow(gateway, "trickles");
            var second = slow(gateway, "trickles too");

            var last = gateway.generate(body("quick"));

            assertThat(last.status()).as(last.text()).isEqualTo(200);
            assertThat(answered(first).problem()).isEqualTo("outcome-unknown");
            assertThat(answered(second).problem()).isEqualTo("outcome-unknown");
            // 20, less a tenth for each of the two
            assertThat(gateway.metric("image_gateway_upstream_limit")).isEqualTo(16);
        }
    }
}
