package dev.imagegateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.RawCall;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody needs and some send all the same. */
@ExtendWith(Suite.class)
class AbuseTests {

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND", "get", "X"})
    void methodsThatNothingServesAreRefused(String method, Gateway gateway) {
        for (var port : List.of(gateway.port(), gateway.managementPort())) {
            for (var target :
                    method.equals("CONNECT") ? List.of("a:443", "/") : List.of("/", "/actuator/health", "*")) {
                var answer = RawCall.send(
                        port,
                        method + " " + target + " HTTP/1.1\r\nHost: a\r\nX-Secret: echo\r\nAuthorization: Bearer "
                                + TestKeys.CLIENT + "\r\n\r\n");
                assertThat(answer)
                        .as("%s %s on %s", method, target, port)
                        .matches("(?s)HTTP/1\\.1 (400|404|405|501) .*")
                        .contains("application/problem+json", "\"requestId\":\"")
                        .doesNotContain("echo", TestKeys.CLIENT);
            }
        }
    }

    @Test
    void otherOriginsAreToldNothing(Gateway gateway) {
        for (var path : List.of("/v1/images/generations", "/v1/models", "/v3/api-docs", "/problems")) {
            var preflight = gateway.to(path)
                    .method("OPTIONS", BodyPublishers.noBody())
                    .header("Origin", "https://elsewhere.example")
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "authorization");
            var simple = gateway.to(path)
                    .header("Origin", "https://elsewhere.example")
                    .header("Authorization", "Bearer " + TestKeys.CLIENT);

            for (var answer : List.of(gateway.send(preflight), gateway.send(simple))) {
                assertThat(answer.headers().keySet())
                        .noneMatch(name -> name.regionMatches(true, 0, "access-control-", 0, 15));
            }
        }
    }

    @Test
    void deepJsonIsRefused(Gateway gateway, Sandbox sandbox) {
        var answer = gateway.generate(
                "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"seed\":" + "[".repeat(32) + "]".repeat(32) + "}");

        Problems.assertProblem(answer, 400, "invalid-request", "/v1/images/generations");
        assertThat(answer.violations()).containsExactly(" syntax");
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void longChunkExtensionsAreRefused(Gateway gateway, Sandbox sandbox) {
        var chunk = Integer.toHexString(Gateway.A_CAT.length()) + ";a=" + "a".repeat(1100) + "\r\n" + Gateway.A_CAT;

        assertThat(RawCall.send(
                        gateway.port(),
                        "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                + "Authorization: Bearer " + TestKeys.CLIENT
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void headersAreCounted(Gateway gateway) {
        for (var port : List.of(gateway.port(), gateway.managementPort())) {
            assertThat(RawCall.send(port, withHeaders(100))).startsWith("HTTP/1.1 404 ");
            assertThat(RawCall.send(port, withHeaders(101)))
                    .startsWith("HTTP/1.1 431 ")
                    .contains("/problems/headers-too-large");
        }
    }

    private static String withHeaders(int count) {
        var request = new StringBuilder(
                        "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ")
                .append(TestKeys.CLIENT)
                .append("\r\n");
        for (int i = 3; i < count; i++) {
            request.append("X-").append(i).append(": a\r\n");
        }
        return request.append("\r\n").toString();
    }

    @Test
    void connectionOutlivesARefusalWhoseBodyNobodyRead(Gateway gateway) {
        var refused = "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TestKeys.STRANGER
                + "\r\nContent-Type: application/json\r\nContent-Length: " + Gateway.A_CAT.length() + "\r\n";
        var thrice =
                (refused + "\r\n" + Gateway.A_CAT).repeat(2) + refused + "Connection: close\r\n\r\n" + Gateway.A_CAT;

        assertThat(RawCall.send(gateway.port(), thrice).split("HTTP/1.1 401", -1))
                .hasSize(4);
    }
}
