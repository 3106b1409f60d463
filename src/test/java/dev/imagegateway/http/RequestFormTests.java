package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.RawCall;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts, paths, headers and encodings a request may have, and what the sender of another one is told. */
@ExtendWith(Suite.class)
class RequestFormTests {

    /** Which of two values counts would be a guess, and proxies guess otherwise. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Authorization            | Bearer another-key-of-somebody
            api-key                  | another-key-of-somebody
            Content-Type             | application/json
            Content-Encoding         | identity
            X-Stainless-Retry-Count  | 1
            x-ms-client-request-id   | one
            Idempotency-Key          | one
            """)
    void headerThatIsSentTwiceIsRefusedByName(String header, String value, Gateway gateway, Sandbox sandbox) {
        var answer = gateway.send(gateway.generation(Gateway.A_CAT)
                .header("X-Request-Id", "twice-1")
                .setHeader(header, value)
                .header(header, value));

        Problems.assertProblem(answer, 400, "invalid-request", "/v1/images/generations");
        assertThat(answer.json().at("/errors/0/header").asString()).isEqualTo(header);
        assertThat(answer.json().at("/errors/0/code").asString()).isEqualTo("uniqueKeys");
        assertThat(answer.json().at("/error/message").asString()).contains(header, "once");
        assertThat(answer.header("X-Request-Id")).isEqualTo("twice-1");
        assertThat(answer.text()).doesNotContain("another-key");
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void countsThatAProxyHasJoinedAreTwo(Gateway gateway, Sandbox sandbox) {
        var answer = gateway.send(gateway.generation(Gateway.A_CAT).header("X-Stainless-Retry-Count", "0, 1"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/header").asString()).isEqualTo("X-Stainless-Retry-Count");
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void credentialThatIsSentTwiceIsRefusedOnTheManagementPortToo(Gateway gateway) {
        var twice = "Authorization: Bearer a\r\n".repeat(2);
        var answer = RawCall.answer(
                gateway.managementPort(),
                "GET /actuator/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + twice + "\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"header\":\"Authorization\"");
    }

    /** As Docker Compose and other container networks name services. */
    @ParameterizedTest
    @CsvSource({
        "image_gateway:18080",
        "image_gateway",
        "_gateway_.my_project:1",
        "gateway_1.default",
        "Image_Gateway.EXAMPLE_:80"
    })
    void hostMayHaveUnderscores(String host, Gateway gateway) {
        var head = " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nAuthorization: Bearer " + TestKeys.CLIENT
                + "\r\n\r\n";
        for (var path : List.of("/v1/models", "/v3/api-docs", "http://" + host + "/v1/models")) {
            assertThat(RawCall.answer(gateway.port(), "GET " + path + head).status())
                    .as(path)
                    .isEqualTo(200);
        }
        for (var path : List.of("/actuator/health/readiness", "/actuator/prometheus")) {
            assertThat(RawCall.answer(gateway.managementPort(), "GET " + path + head)
                            .status())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"image_gateway:80_80", "image gateway", "image_gateway/a", "[::_1]"})
    void hostThatIsNoneIsStillRefused(String host, Gateway gateway) {
        var answer = RawCall.send(gateway.port(), "GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "//v1/images/generations, two slashes in a row (//)",
        "/v1//images/generations, two slashes in a row (//)",
        "/v1/images/generations;a=b, contains ;",
        "/v1/generations/a%2Fb, contains %2f",
        "/v1/models/..%2Fv3/api-docs, contains %2f",
        "/v1/models/a%2F%2Fb, contains %2f",
        "/v1/models/%2Fb, contains %2f",
        "/v1%2Fmodels/b, contains %2f",
        "/openai/deployments/..%2F../images/generations, contains %2f",
        "/openai/deployments/a%2Fb/images/generations/c, contains %2f",
        "/v1/models/a%5Cb, contains %5c"
    })
    void pathThatIsRefusedIsToldWhatIsWrong(String path, String says, Gateway gateway, Sandbox sandbox) {
        var call = "POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        for (var port : List.of(gateway.port(), gateway.managementPort())) {
            var answer = RawCall.answer(port, call);

            Problems.assertProblem(answer, 400, "invalid-request", path);
            assertThat(answer.json().path("detail").asString()).contains(says);
        }
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void encodedBodyIsToldWhichEncodingIsTaken(Gateway gateway) {
        var answer = gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Content-Encoding", "gzip"));

        Problems.assertProblem(answer, 415, "unsupported-media-type", "/v1/images/generations");
        assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    }

    @ParameterizedTest
    @CsvSource({
        "; charset=ISO-8859-1, ISO-8859-1, 415, declares a charset other than UTF-8",
        "; charset=utf-16, UTF-16, 415, declares a charset other than UTF-8",
        "; charset=no-charset, UTF-8, 415, application/json",
        ", ISO-8859-1, 400, the body is not UTF-8",
        "; charset=UTF-8, UTF-8, 200, ",
        "; charset=\"utf8\", UTF-8, 200, ",
        "; charset=us-ascii, UTF-8, 415, declares a charset other than UTF-8"
    })
    void bodyInAnotherCharsetIsToldSo(
            String parameter, Charset charset, int status, String says, Gateway gateway, Sandbox sandbox) {
        var body = Gateway.A_CAT.replace("a cat", "eine Tür");
        var answer = gateway.send(gateway.generation("")
                .setHeader("Content-Type", "application/json" + Objects.requireNonNullElse(parameter, ""))
                .POST(BodyPublishers.ofByteArray(body.getBytes(charset))));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status == 200) {
            assertThat(Sandbox.promptOf(sandbox.posts().getFirst())).isEqualTo("eine Tür");
        } else {
            assertThat(answer.json().at("/error/message").asString()).contains(says);
            assertThat(sandbox.posts()).isEmpty();
        }
    }

    /** Libraries that declare a charset by habit send JSON that is ASCII most of the time. */
    @Test
    void charsetThatMakesNoDifferenceIsServed(Gateway gateway) {
        var answer = gateway.send(
                gateway.generation(Gateway.A_CAT).setHeader("Content-Type", "application/json; charset=ISO-8859-1"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
