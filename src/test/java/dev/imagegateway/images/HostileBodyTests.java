package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RawUpstream;
import dev.imagegateway.support.TestPng;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an image's host sends, neither a caller nor the store gets it unless it is an image within the limits. */
class HostileBodyTests {

    private static final String BASE64 =
            "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}";
    private static final String COPIES = "image_gateway_image_copy_seconds_count";
    private static final String TYPE = "Content-Type: image/png\r\n";

    /** Milliseconds between two bytes of a slow host. */
    private static final int PACE = 20;

    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final Map<String, byte[]> RESPONSES = new ConcurrentHashMap<>();
    private static final RawUpstream UPSTREAM = new RawUpstream(HostileBodyTests::converse);
    private static volatile String image = "";
    private static Gateway plain;
    private static Gateway keeping;

    @BeforeAll
    static void start() {
        plain = open();
        keeping = open("--gateway.images.store=disk");
    }

    private static Gateway open(String... more) {
        var settings = Stream.concat(
                Stream.of(
                        "--gateway.delivery.max-image-size=1MB",
                        "--gateway.delivery.max-image-pixels=1000000",
                        "--gateway.delivery.fetch-timeout=600ms",
                        "--gateway.delivery.fetch-retry.patience=0s"),
                Stream.of(more));
        return Gateway.start(UPSTREAM.url(), settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        plain.close();
        keeping.close();
        UPSTREAM.close();
    }

    private static void converse(RawUpstream server, Socket socket) throws IOException {
        for (var next = server.read(socket); next.isPresent(); next = server.read(socket)) {
            if (next.get().is("POST")) {
                RawUpstream.write(socket, RawUpstream.answer("{\"data\":[" + image + "]}"));
                continue;
            }
            OPEN.incrementAndGet();
            try {
                serve(socket, next.get().head().split(" ", 3)[1]);
            } finally {
                OPEN.decrementAndGet();
            }
        }
    }

    /** Serves until the gateway closes the connection. */
    private static void serve(Socket socket, String path) throws IOException {
        var out = socket.getOutputStream();
        switch (path) {
            case "/endless" -> {
                RawUpstream.write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                while (true) {
                    RawUpstream.write(socket, "2000\r\n" + "x".repeat(0x2000) + "\r\n");
                }
            }
            case "/slow-head" -> drip(socket, "HTTP/1.1 200 OK\r\nX-Head: ", "x");
            case "/slow-body" ->
                drip(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n\u0089PNG\r\n\u001a\n", "x");
            case "/slow-chunks" -> drip(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n");
            case "/moved" ->
                drip(socket, "HTTP/1.1 302 Found\r\nLocation: /good\r\nContent-Length: 900000000\r\n\r\n", "x");
            default -> {
                out.write(RESPONSES.get(path));
                drip(socket, "", "");
            }
        }
    }

    /** Writes a text, and then another again and again. */
    private static void drip(Socket socket, String first, String then) throws IOException {
        socket.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
        socket.setSoTimeout(PACE);
        while (true) {
            try {
                if (socket.getInputStream().read() == -1) {
                    return;
                }
            } catch (SocketTimeoutException _) {
                RawUpstream.write(socket, then);
            }
        }
    }

    private static void answerWith(String path) {
        image = "{\"url\":\"" + UPSTREAM.url() + path + "\"}";
    }

    private static void respond(String path, String headers, byte[] body) throws IOException {
        var response = new ByteArrayOutputStream();
        response.write(("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        response.write(body);
        RESPONSES.put(path, response.toByteArray());
        answerWith(path);
    }

    private static void assertDelivered(Answer answer, byte[] body) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Base64.getDecoder()
                        .decode(answer.json().at("/data/0/b64_json").asString()))
                .isEqualTo(body);
    }

    private static void assertRefused(String problem, String says) {
        var outcome = problem.equals("result-lost") ? "unusable" : "unavailable";
        var before = keeping.metric(COPIES, outcome);

        var answer = plain.generate(BASE64);

        assertThat(answer.problem()).as(answer.text()).isEqualTo(problem);
        assertThat(answer.text()).contains(says);
        assertThat(keeping.generate(Gateway.A_CAT).status()).isEqualTo(200);
        await().until(() -> keeping.metric(COPIES, outcome) > before);
        await().untilAsserted(() -> assertThat(OPEN).hasValue(0));
    }

    static Stream<Arguments> bodies() throws IOException {
        var png = TestPng.bytes();
        var bomb = gzip(new byte[50_000_000]);
        var compressed = "which it was not asked for";
        var noImage = "what its host sent is no image";
        var pixels = "it has more pixels than gateway.delivery.max-image-pixels";
        return Stream.of(
                Arguments.of("gzip bomb", TYPE + "Content-Encoding: gzip\r\n", bomb, "result-lost", compressed),
                Arguments.of("gzip", TYPE + "Content-Encoding: x-gzip\r\n", gzip(png), "result-lost", compressed),
                Arguments.of("Brotli", TYPE + "Content-Encoding: br\r\n", png, "result-lost", compressed),
                Arguments.of("twice", TYPE + "Content-Encoding: identity, gzip\r\n", png, "result-lost", compressed),
                Arguments.of(
                        "SVG",
                        TYPE,
                        bytes("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
                        "delivery-failed",
                        noImage),
                Arguments.of("HTML", TYPE, bytes("<!doctype html><title>login</title>"), "delivery-failed", noImage),
                Arguments.of("GIF", TYPE, bytes("GIF89a\u0001\0\u0001\0"), "delivery-failed", noImage),
                Arguments.of(
                        "HTML after a PNG's first bytes",
                        TYPE,
                        bytes("\u0089PNG\r\n\u001a\n<!doctype html><script>alert(1)</script>"),
                        "delivery-failed",
                        noImage),
                Arguments.of("WebP of nothing", TYPE, bytes("RIFF\4\0\0\0WEBP"), "delivery-failed", noImage),
                Arguments.of("empty", TYPE, new byte[0], "delivery-failed", noImage),
                Arguments.of("PNG", TYPE, HeaderOnlyImages.png(1001, 1000), "result-lost", pixels),
                Arguments.of("PNG bomb", TYPE, HeaderOnlyImages.png(0x7fffffff, 0x7fffffff), "result-lost", pixels),
                Arguments.of("JPEG bomb", TYPE, HeaderOnlyImages.jpeg(65_500, 65_500), "result-lost", pixels),
                Arguments.of("WebP bomb", TYPE, HeaderOnlyImages.webp(16_384, 16_384), "result-lost", pixels));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void bodyIsRefused(String name, String headers, byte[] body, String problem, String says) throws IOException {
        respond("/refused", headers, body);
        assertRefused(problem, says);
    }

    static List<byte[]> images() throws IOException {
        return List.of(
                HeaderOnlyImages.png(1000, 1000), HeaderOnlyImages.jpeg(1000, 1000), HeaderOnlyImages.webp(1000, 1000));
    }

    @ParameterizedTest
    @MethodSource("images")
    void imageWithinTheLimitsIsHandedOver(byte[] body) throws IOException {
        respond("/image", "Content-Type: text/html\r\nContent-Encoding: identity\r\n", body);

        assertDelivered(plain.generate(BASE64), body);
        assertDelivered(keeping.generate(BASE64), body);
    }

    @Test
    void endlessBodyIsNotReadToItsEnd() {
        answerWith("/endless");
        assertRefused("result-lost", "it is larger than the gateway's limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/slow-head", "/slow-body", "/slow-chunks"})
    void slowResponseIsNotWaitedFor(String path) {
        answerWith(path);
        assertRefused("delivery-failed", "");
    }

    @Test
    void bodyOfARedirectIsNotRead() throws IOException {
        respond("/good", "", TestPng.bytes());
        answerWith("/moved");

        assertDelivered(plain.generate(BASE64), TestPng.bytes());
        assertDelivered(keeping.generate(BASE64), TestPng.bytes());
        await().untilAsserted(() -> assertThat(OPEN).hasValue(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "b64_json"})
    void imageThatTheUpstreamSentItselfHasTheSameLimit(String format) throws IOException {
        var body = BASE64.replace("b64_json", format);
        image = "{\"b64_json\":\"" + Base64.getEncoder().encodeToString(HeaderOnlyImages.png(1001, 1000)) + "\"}";
        for (var gateway : List.of(plain, keeping)) {
            var answer = gateway.generate(body);
            assertThat(answer.problem()).as(answer.text()).isEqualTo("result-lost");
            assertThat(answer.text()).contains("gateway.delivery.max-image-pixels");
        }
        image = "{\"b64_json\":\"" + Base64.getEncoder().encodeToString(HeaderOnlyImages.png(1000, 1000)) + "\"}";
        for (var gateway : List.of(plain, keeping)) {
            assertThat(gateway.generate(body).status()).isEqualTo(200);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
