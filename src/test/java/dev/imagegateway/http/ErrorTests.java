package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.RawCall;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error, wherever it arises, is a problem that both kinds of reader understand. */
@ExtendWith(Suite.class)
class ErrorTests {

    private static Arguments error(String name, int status, String code, UnaryOperator<HttpRequest.Builder> change) {
        return Arguments.of(name, status, code, change);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                error("malformed JSON", 400, "invalid-request", r -> r.POST(BodyPublishers.ofString("{"))),
                error("wrong method", 405, "method-not-allowed", r -> r.GET()),
                error("wrong method with a body", 405, "method-not-allowed", r -> r.method("PUT", body())),
                error("unwanted form", 406, "not-acceptable", r -> r.setHeader("Accept", "image/png")),
                error("text", 415, "unsupported-media-type", r -> r.setHeader("Content-Type", "text/plain")),
                error(
                        "form",
                        415,
                        "unsupported-media-type",
                        r -> r.setHeader("Content-Type", "application/x-www-form-urlencoded")),
                error("nonsense type", 415, "unsupported-media-type", r -> r.setHeader("Content-Type", "json")),
                error("gzip", 415, "unsupported-media-type", r -> r.setHeader("Content-Encoding", "gzip")),
                error(
                        "too large",
                        413,
                        "payload-too-large",
                        r -> r.POST(BodyPublishers.ofString(" ".repeat(1_048_577)))),
                error(
                        "too large, of unknown length",
                        413,
                        "payload-too-large",
                        r -> r.POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(" ".repeat(1_048_577))))),
                error("no key", 401, "unauthenticated", r -> r.setHeader("Authorization", "")),
                error(
                        "another's key",
                        401,
                        "unauthenticated",
                        r -> r.setHeader("Authorization", "Bearer " + TestKeys.STRANGER)),
                error("no bearer", 401, "unauthenticated", r -> r.setHeader("Authorization", TestKeys.CLIENT)),
                error("basic", 401, "unauthenticated", r -> r.setHeader("Authorization", "Basic YTpi")),
                error("empty key", 401, "unauthenticated", r -> r.setHeader("Authorization", "Bearer ")),
                error("key with spaces", 401, "unauthenticated", r -> r.setHeader("Authorization", "Bearer a b")),
                error("odd key", 401, "unauthenticated", r -> r.setHeader("Authorization", "Bearer {}'\"é")));
    }

    /** Nobody reads the rest of such a request, so that the answer may be followed by a reset: a client's HTTP may lose it. */
    @ParameterizedTest
    @ValueSource(strings = {"many headers", "huge header"})
    void headersBeyondTheLimitAreAProblem(String name, Gateway gateway, Sandbox sandbox) {
        var headers = name.equals("huge header")
                ? "X-Big: " + "a".repeat(40_000) + "\r\n"
                : IntStream.range(0, 300).mapToObj(i -> "X-" + i + ": a\r\n").collect(Collectors.joining());

        var answer = RawCall.answer(
                gateway.port(),
                "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TestKeys.CLIENT
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + Gateway.A_CAT.length() + "\r\n"
                        + headers + "\r\n" + Gateway.A_CAT);

        Problems.assertProblem(answer, 431, "headers-too-large", "/v1/images/generations");
        assertThat(sandbox.posts()).isEmpty();
    }

    private static HttpRequest.BodyPublisher body() {
        return BodyPublishers.ofString(Gateway.A_CAT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void isAProblem(
            String name,
            int status,
            String code,
            UnaryOperator<HttpRequest.Builder> change,
            Gateway gateway,
            Sandbox sandbox) {
        var answer = gateway.send(change.apply(gateway.generation(Gateway.A_CAT)));

        Problems.assertProblem(answer, status, code, "/v1/images/generations");
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void pathsThatAreNotServedAreProblemsToo(Gateway gateway) {
        for (var path : List.of("/v1", "/v1/images", "/v1/images/generations/", "/error", "/actuator/env")) {
            var answer = gateway.send(gateway.to(path).header("Authorization", "Bearer " + TestKeys.CLIENT));
            Problems.assertProblem(answer, 404, "not-found", path);
        }
        Problems.assertProblem(gateway.send(gateway.to("/nothing")), 401, "unauthenticated", "/nothing");
    }

    @Test
    void wrongMethodNamesTheRightOne(Gateway gateway) {
        var answer = gateway.send(gateway.generation("").DELETE());

        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(answer.json().path("detail").asString()).contains("POST");
    }

    @Test
    void refusedKeyIsChallenged(Gateway gateway) {
        var answer = gateway.send(gateway.to("/v1/images/generations").POST(body()));

        Problems.assertProblem(answer, 401, "unauthenticated", "/v1/images/generations");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void bodyOfExactlyTheLimitIsRead(Gateway gateway) {
        var padded = Gateway.A_CAT + " ".repeat(1_048_576 - Gateway.A_CAT.length());
        assertThat(gateway.generate(padded).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a;b=c//d HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TestKeys.CLIENT + "\r\n\r\n",
                "GET /[a HTTP/1.1\r\nHost: a\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TestKeys.CLIENT + "\r\n\r\n",
                "FOO / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: odd\r\n\r\n",
                "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + TestKeys.CLIENT + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + TestKeys.CLIENT + "\r\nContent-Length: 100\r\n\r\n{\"model\":",
                "GET / HTTP/1.1\r\nHost: a\r\nAuthorization : Bearer " + TestKeys.CLIENT + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBearer " + TestKeys.CLIENT + "\r\n\r\n",
            })
    void bytesThatAreNoRequestGetAProblemAndNoPage(String bytes, Gateway gateway) {
        var answer = RawCall.send(gateway.port(), bytes);

        assertThat(answer).matches("(?s)HTTP/1\\.1 (4\\d\\d|50[15]) .*");
        assertThat(answer).contains("application/problem+json", "\"requestId\":\"", "\"error\":{\"message\":\"");
        Problems.assertSaysNothingOfItsInsides(answer);
        assertThat(answer).doesNotContain(TestKeys.CLIENT);
    }

    /** Latin-1's own control characters, such as UTF-8 has in its apostrophe: Tomcat lets them pass. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /v1/generations/gen-01a2040f-6278-7c3a-8fcf-75f7e65d7434 | Prefer: it\u0080s | 404 | not-found
            GET /v1/generations?user%00=a | X-A: b | 400 | "parameter":"user\\u0000"
            POST /v1/images/generations | Idempotency-Key: it\u0080s | 400 | "header":"Idempotency-Key"
            POST /v1/images/generations | Content-Type: it\u0080s | 415 | unsupported-media-type
            """)
    void oddCharactersAreJudgedByWhoReadsThem(
            String call, String header, int status, String expected, Gateway gateway) {
        var answer = RawCall.send(
                gateway.port(),
                call + " HTTP/1.1\r\nHost: a\r\n" + header + "\r\nAuthorization: Bearer " + TestKeys.CLIENT
                        + (call.startsWith("POST") && !header.startsWith("Content-Type")
                                ? "\r\nContent-Type: application/json"
                                : "")
                        + (call.startsWith("POST") ? "\r\nContent-Length: 2\r\n\r\n{}" : "\r\n\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains(expected);
    }
}
