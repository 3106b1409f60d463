package dev.imagegateway.http;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestPng;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Callers that hang up before or while their answer is written: not the gateway's fault, and not a success. */
@ExtendWith(OutputCaptureExtension.class)
class DisconnectTests {

    private static final String IMAGES = "/v1/images/generations";
    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static PostGate gate;
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gate = new PostGate(UPSTREAM.url());
        gateway = Gateway.start(
                UPSTREAM.url(),
                gate.setting(),
                "--gateway.upstream.retry.max-attempts=1",
                "--gateway.delivery.fetch-retry.patience=0s",
                // the stub has no records
                "--gateway.reconciliation.enabled=false");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gate.close();
        UPSTREAM.close();
    }

    @BeforeEach
    void answer() {
        UPSTREAM.answers(200, Map.of(), "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}");
        gate.hold();
    }

    /** So that closing it sends a reset, as a caller's timeout does that leaves something unread. */
    private static Socket caller(String request) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoLinger(true, 0);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String head(String line) {
        return line + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + TestKeys.CLIENT + "\r\n";
    }

    private static String post(String path, String body) {
        return head("POST " + path) + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static double count(String uri, String... tags) {
        var all = new String[tags.length + 1];
        all[0] = "uri=\"" + uri + "\"";
        System.arraycopy(tags, 0, all, 1, tags.length);
        return gateway.metric("http_server_requests_seconds_count", all);
    }

    private static double disconnected(String uri) {
        return count(uri, "outcome=\"CLIENT_DISCONNECTED\"", "status=\"499\"");
    }

    private static void assertQuiet(CapturedOutput output) {
        assertThat(output.getAll())
                .doesNotContain("ERROR", "WARN", "\tat ", "Exception")
                .as("this is a line at DEBUG")
                .doesNotContain("hung up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "b64_json"})
    void answerOfMegabytesIsCutOff(String format, CapturedOutput output) throws IOException {
        UPSTREAM.answers(200, Map.of(), "{\"data\":[{\"b64_json\":\"" + "A".repeat(12_000_000) + "\"}]}");
        gate.letGo();
        var before = disconnected(IMAGES);
        var all = count(IMAGES);

        try (var caller = caller(
                post(IMAGES, "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"" + format + "\"}"))) {
            assertThat(caller.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        }

        await().atMost(ofSeconds(15))
                .untilAsserted(() -> assertThat(disconnected(IMAGES)).isEqualTo(before + 1));
        assertThat(count(IMAGES)).isEqualTo(all + 1);
        assertQuiet(output);
    }

    @Test
    void bodyOfMegabytesThatSpringWritesIsCutOff(CapturedOutput output) throws IOException {
        var uri = "/v1/generations/{id}";
        var png = Arrays.copyOf(TestPng.bytes(), 12_000_000);
        UPSTREAM.answers(200, Map.of(), "{\"data\":[{\"url\":\"" + UPSTREAM.url() + "/files/a.png\"}]}");
        UPSTREAM.serves(200, Map.of(), png);
        gate.letGo();
        var id = gateway.generate(Gateway.A_CAT).header("X-Generation-Id");
        var before = disconnected(uri);

        try (var caller = caller(head("GET /v1/generations/" + id + "?response_format=b64_json") + "\r\n")) {
            assertThat(caller.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        }

        await().atMost(ofSeconds(15))
                .untilAsserted(() -> assertThat(disconnected(uri)).isEqualTo(before + 1));
        assertQuiet(output);
    }

    /** No controller and no exception handler, so whatever it throws would reach the container. */
    @Test
    void fileOfTheDocsIsCutOff(CapturedOutput output) throws IOException {
        var before = gateway.metric("http_server_requests_seconds_count", "outcome=\"CLIENT_DISCONNECTED\"");

        try (var caller = caller(head("GET /swagger-ui/swagger-ui-bundle.js") + "\r\n")) {
            assertThat(caller.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        }

        await().atMost(ofSeconds(15))
                .untilAsserted(() -> assertThat(
                                gateway.metric("http_server_requests_seconds_count", "outcome=\"CLIENT_DISCONNECTED\""))
                        .isEqualTo(before + 1));
        assertQuiet(output);
    }

    @Test
    void smallAnswerFindsNobody(CapturedOutput output) throws IOException {
        var before = disconnected(IMAGES);

        try (var _ = caller(post(IMAGES, Gateway.A_CAT))) {
            await().atMost(ofSeconds(15)).until(() -> gate.posts() == 1);
        }
        gate.letGo();

        await().atMost(ofSeconds(15))
                .untilAsserted(() -> assertThat(disconnected(IMAGES)).isEqualTo(before + 1));
        assertQuiet(output);
    }

    @Test
    void problemFindsNobody(CapturedOutput output) throws IOException {
        UPSTREAM.answers(200, Map.of(), "{\"data\":[]}");
        var before = disconnected(IMAGES);

        try (var _ = caller(post(IMAGES, Gateway.A_CAT))) {
            await().atMost(ofSeconds(15)).until(() -> gate.posts() == 1);
        }
        gate.letGo();

        await().atMost(ofSeconds(15))
                .untilAsserted(() -> assertThat(disconnected(IMAGES)).isEqualTo(before + 1));
        assertThat(output.getAll().lines().filter(line -> !line.contains("was answered without an image")))
                .noneMatch(line -> line.contains("WARN") || line.contains("ERROR") || line.contains("\tat "));
    }

    /** A body that Spring writes, and a problem of an exception handler. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?response_format=b64_json"})
    void answerOfAnotherControllerFindsNobody(String query, CapturedOutput output) throws IOException {
        UPSTREAM.answers(200, Map.of(), "{\"data\":[{\"url\":\"" + UPSTREAM.url() + "/files/a.png\"}]}");
        UPSTREAM.serves(503, Map.of(), new byte[0]);
        var uri = "/v1/generations/{id}";
        var before = disconnected(uri);
        try (var _ = caller(post(IMAGES, Gateway.A_CAT))) {
            await().atMost(ofSeconds(15)).until(() -> gate.posts() == 1);
            var id = gateway.send(
                            gateway.to("/v1/generations?limit=1").header("Authorization", "Bearer " + TestKeys.CLIENT))
                    .json()
                    .at("/data/0/id")
                    .asString();
            try (var waiter = caller(head("GET /v1/generations/" + id + query) + "Prefer: wait=30\r\n\r\n")) {
                assertThat(waiter.isConnected()).isTrue();
                await().atMost(ofSeconds(15))
                        .until(() -> gateway.metric("http_server_requests_active_seconds_count") >= 2);
            }
        }
        gate.letGo();

        await().atMost(ofSeconds(15))
                .untilAsserted(() -> assertThat(disconnected(uri)).isEqualTo(before + 1));
        assertQuiet(output);
    }

    @Test
    void bodyThatIsCutOffIsTheCallersError(CapturedOutput output) throws IOException {
        var uri = IMAGES + "/dry-run";
        var before = count(uri, "outcome=\"CLIENT_ERROR\"");

        try (var caller = caller(post(uri, Gateway.A_CAT).replace("Content-Length: ", "Content-Length: 1"))) {
            assertThat(caller.isConnected()).isTrue();
            await().atMost(ofSeconds(15)).until(() -> gateway.metric("http_server_requests_active_seconds_count") >= 1);
        }

        await().atMost(ofSeconds(15))
                .untilAsserted(
                        () -> assertThat(count(uri, "outcome=\"CLIENT_ERROR\"")).isEqualTo(before + 1));
        assertQuiet(output);
    }
}
