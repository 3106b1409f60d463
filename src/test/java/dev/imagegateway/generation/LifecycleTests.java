package dev.imagegateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.SlowCaller;
import dev.imagegateway.support.SlowCase;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was sent is paid for: neither a stop nor a caller that leaves may lose it. */
@ExtendWith(Suite.class)
class LifecycleTests {

    private static final String BASE64 =
            "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}";

    @Test
    void stopAwaitsTheGenerationAndItsDeliveryButNoBody(Sandbox sandbox) throws Exception {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"2s\"}}");
        var gateway = Gateway.start(
                sandbox.url(), "--gateway.server.header-timeout=10m", "--gateway.server.body-timeout=10m");
        try (var caller = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = new ArrayList<Future<String>>();
            for (var one : SlowCase.all()) {
                if (one.name().endsWith("chunk extension")) {
                    // sent before the generation, so that it is being read when the gateway stops
                    var trickling = new SlowCaller(new Socket(
                                    InetAddress.getLoopbackAddress(), one.port().applyAsInt(gateway)))
                            .send(one.sent());
                    slow.add(caller.submit(() -> {
                        try (trickling) {
                            return trickling.trickle(one.trickled());
                        }
                    }));
                }
            }
            var answer = caller.submit(() -> gateway.generate(BASE64));
            await().until(() -> sandbox.posts().size() == 1);

            gateway.stop();

            assertThat(answer).succeedsWithin(Duration.ofSeconds(60)).satisfies(done -> {
                assertThat(done.status()).isEqualTo(200);
                assertThat(done.json().at("/data/0/b64_json").stringValue()).startsWith("iVBORw0KGgo");
            });
            assertThat(slow)
                    .allSatisfy(one -> assertThat(one)
                            .succeedsWithin(Duration.ofSeconds(60))
                            .asString()
                            .startsWith("HTTP/1.1 "));
        }
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    @Test
    void stopMayTakeAsLongAsAGeneration(Gateway gateway) {
        assertThat(gateway.setting("spring.lifecycle.timeout-per-shutdown-phase"))
                .isEqualTo("140s");
    }

    @Test
    void callerThatHangsUpIsCountedAllTheSame(Gateway gateway, Sandbox sandbox) throws Exception {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"1s\"}}");
        var before = gateway.metric("credits_used_total");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            var head = "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TestKeys.CLIENT
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + Gateway.A_CAT.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + Gateway.A_CAT).getBytes(StandardCharsets.US_ASCII));
            await().until(() -> sandbox.posts().size() == 1);
        }
        await().until(() -> gateway.metric("credits_used_total") == before + 91_000);
        assertThat(sandbox.billed()).isEqualTo(91_000);
    }
}
