package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is slow is cut off, whoever merely waits is not, and nobody else notices. Headers and bodies have 1 s. */
abstract class SlowCallerContract {

    static final String[] SETTINGS = {
        "--gateway.server.header-timeout=1s", "--gateway.generation.body-timeout=1s",
    };

    private static final String HEALTH = "GET /actuator/health/liveness HTTP/1.1\r\nHost: a\r\n";
    private static final String POST = "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\n"
            + "Content-Type: application/json\r\nAuthorization: Bearer " + TestKeys.CLIENT + "\r\n";

    abstract Gateway gateway();

    /** A connection, ready for a request's first byte. */
    abstract Socket connect(int port) throws IOException;

    private SlowCaller callerOf(int port) throws IOException {
        return new SlowCaller(connect(port));
    }

    static Stream<ToIntFunction<Gateway>> ports() {
        return Stream.of(Gateway::port, Gateway::managementPort);
    }

    @ParameterizedTest
    @MethodSource("ports")
    void slowHeadersAreCut(ToIntFunction<Gateway> port) throws IOException {
        try (var caller = callerOf(port.applyAsInt(gateway()))) {
            assertThat(caller.send(HEALTH + "X-Slow: ").trickle("a")).isEmpty();
        }
    }

    @Test
    void slowRequestLineIsCut() throws IOException {
        try (var caller = callerOf(gateway().port())) {
            assertThat(caller.trickle("a")).isEmpty();
        }
    }

    @Test
    void blankLinesAreNoRequest() throws IOException {
        try (var caller = callerOf(gateway().port())) {
            assertThat(caller.trickle("\r\n")).isEmpty();
        }
    }

    @Test
    void laterRequestIsCutToo() throws IOException {
        try (var caller = callerOf(gateway().managementPort())) {
            assertThat(caller.send(HEALTH + "\r\n").answer()).startsWith("HTTP/1.1 200 ");
            assertThat(caller.send(HEALTH).trickle("a")).isEmpty();
        }
    }

    @Test
    void pipelinedRequestIsCutToo() throws IOException {
        try (var caller = callerOf(gateway().managementPort())) {
            assertThat(caller.send(HEALTH + "\r\n" + HEALTH).answer()).startsWith("HTTP/1.1 200 ");
            assertThat(caller.trickle("a")).isEmpty();
        }
    }

    @Test
    void idleConnectionOfACallerIsKept() throws IOException {
        try (var caller = callerOf(gateway().port())) {
            for (int i = 0; i < 2; i++) {
                var answer = caller.send(
                                POST + "Content-Length: " + Gateway.A_CAT.length() + "\r\n\r\n" + Gateway.A_CAT)
                        .answer();
                assertThat(answer).startsWith("HTTP/1.1 200 ");
                assertThat(caller.isLeftAlone(Duration.ofSeconds(3))).isTrue();
            }
        }
    }

    @Test
    void generationMayTakeLonger(Sandbox sandbox) throws IOException {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"3s\"}}");
        try (var caller = callerOf(gateway().port())) {
            caller.send(POST + "Content-Length: " + Gateway.A_CAT.length() + "\r\n\r\n" + Gateway.A_CAT);
            assertThat(caller.answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void slowBodyIsRefused(Sandbox sandbox) throws IOException {
        try (var caller = callerOf(gateway().port())) {
            assertThat(caller.send(POST + "Content-Length: 1000000\r\n\r\n").trickle(" "))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("/problems/invalid-request", "The body did not arrive whole, or not in time.")
                    .containsIgnoringCase("\r\nConnection: close\r\n");
        }
        assertThat(sandbox.posts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/images/generations|application/json|401",
                "PUT /v1/images/generations|application/x-www-form-urlencoded|401",
                "POST /v1/images/generations|application/x-www-form-urlencoded|401",
                "POST /v1/images/generations|multipart/form-data; boundary=a|401",
                "POST /nothing|application/json|401",
                "POST /problems|application/json|405",
            })
    void bodyThatNobodyReadsIsCut(String request) throws IOException {
        assertIsAnsweredAndCut(gateway().port(), request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /actuator/health|application/json|405",
                "POST /actuator/health|multipart/form-data; boundary=a|405",
                "PUT /actuator/health|application/x-www-form-urlencoded|405",
                "GET /actuator/health|application/json|400",
            })
    void bodyThatNobodyReadsIsCutOnTheManagementPort(String request) throws IOException {
        assertIsAnsweredAndCut(gateway().managementPort(), request);
    }

    private void assertIsAnsweredAndCut(int port, String request) throws IOException {
        var parts = List.of(request.split("\\|", -1));
        var head = parts.get(0) + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + parts.get(1);
        for (var length : List.of("Content-Length: 1000000000", "Transfer-Encoding: chunked")) {
            try (var caller = callerOf(port)) {
                assertThat(caller.send(head + "\r\n" + length + "\r\n\r\n").trickle("1\r\na\r\n"))
                        .startsWith("HTTP/1.1 " + parts.get(2));
            }
        }
    }

    @Test
    void bodyThatActuatorReadsIsCutToo() throws IOException {
        try (var caller = callerOf(gateway().managementPort())) {
            caller.send("GET /actuator/health HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 60000\r\n\r\n{\"a\":\"");
            assertThat(caller.trickle("a")).startsWith("HTTP/1.1 400 ").contains("/problems/invalid-request");
        }
    }

    @Test
    void manySlowCallersAreNoObstacle() throws IOException {
        var callers = new ArrayList<SlowCaller>();
        try {
            for (int i = 0; i < 200; i++) {
                callers.add(callerOf(gateway().port())
                        .send(i % 2 == 0 ? "GET / HTTP/1.1\r\nX: " : POST + "Content-Length: 9\r\n\r\n{"));
            }
            assertThat(gateway().generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(gateway().actuator("/health").status()).isEqualTo(200);
            assertThat(callers).allSatisfy(caller -> caller.trickle("a"));
        } finally {
            callers.forEach(SlowCaller::close);
        }
    }
}
