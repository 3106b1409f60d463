package dev.imagegateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Callers that hang up while their image is made. */
@ExtendWith(Suite.class)
class HangUpTests {

    private static PostGate gate;
    private static Gateway gateway;

    @BeforeAll
    static void start(Sandbox sandbox) {
        gate = new PostGate(sandbox.url());
        gateway = Gateway.start(sandbox.url(), gate.setting());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gate.close();
    }

    /** No image is there before its caller has hung up; then there is time to come again. */
    @BeforeEach
    void slow(Sandbox sandbox) {
        gate.hold();
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"1s\"}}");
    }

    @Test
    void keyBringsTheImageToWhoeverComesAgain(Sandbox sandbox) throws IOException {
        var body = body("a heron by key");
        var key = Map.of("Idempotency-Key", "hangs-up");
        hangUp(sandbox, body, key);

        gate.letGo();
        var joined = gateway.send(gateway.generation(body).header("Idempotency-Key", "hangs-up"));
        var again = gateway.send(gateway.generation(body).header("Idempotency-Key", "hangs-up"));

        assertThat(joined.status()).isEqualTo(200);
        assertThat(joined.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(joined.header("X-Credits-Used")).isEqualTo("0");
        assertThat(joined.json().at("/data/0/url").asString()).startsWith(sandbox.url() + "/");
        assertThat(again.json().at("/data")).isEqualTo(joined.json().at("/data"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertPaidOnce(sandbox);
    }

    @Test
    void retryBringsTheImageToWhoeverComesAgain(Sandbox sandbox) throws IOException {
        var body = body("a heron by count");
        hangUp(sandbox, body, Map.of("X-Stainless-Retry-Count", "0"));

        gate.letGo();
        var retried = gateway.send(gateway.generation(body).header("X-Stainless-Retry-Count", "1"));

        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.header("Idempotency-Replayed")).isEqualTo("true");
        assertPaidOnce(sandbox);
    }

    @Test
    void nobodyComesAgainAndTheImageIsAccountedFor(Sandbox sandbox) throws IOException {
        hangUp(sandbox, body("a heron for nobody"), Map.of());
        var listed = get("/v1/generations?limit=1").at("/data/0");
        assertThat(listed.path("state").asString()).isEqualTo("held");
        var location = "/v1/generations/" + listed.path("id").asString();

        gate.letGo();
        var ended = gateway.ended(location);

        assertThat(ended.path("state").asString()).isEqualTo("settled");
        assertThat(ended.at("/result/data/0/url").asString()).startsWith(sandbox.url() + "/");
        assertThat(get("/v1/generations?limit=1").at("/data/0/state").asString())
                .isEqualTo("settled");
        assertPaidOnce(sandbox);
    }

    private static String body(String prompt) {
        return "{" + Gateway.MODEL + ",\"prompt\":\"" + prompt + "\"}";
    }

    /** Asks for an image, and is gone when it has begun to be made. */
    private static void hangUp(Sandbox sandbox, String body, Map<String, String> headers) throws IOException {
        var request = new StringBuilder("POST /v1/images/generations HTTP/1.1\r\nHost: gateway\r\n")
                .append("Authorization: Bearer " + TestKeys.CLIENT + "\r\nContent-Type: application/json\r\n")
                .append("Content-Length: " + body.length() + "\r\n");
        headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream()
                    .write(request.append("\r\n" + body).toString().getBytes(StandardCharsets.US_ASCII));
            await().until(() -> gate.posts() == 1);
        }
        assertThat(sandbox.billedAttempts()).isZero();
    }

    private static void assertPaidOnce(Sandbox sandbox) {
        assertThat(sandbox.posts()).hasSize(1);
        assertThat(sandbox.billedAttempts()).isOne();
    }

    private static JsonNode get(String path) {
        return gateway.send(gateway.to(path).header("Authorization", "Bearer " + TestKeys.CLIENT))
                .json();
    }
}
