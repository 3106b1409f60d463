package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ConnectionFaultTests {

    private final SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({"close, 91000", "close;bills=false, 0"})
    void closesWithoutAByteOfAnswer(String fault, long billed) throws Exception {
        try (Socket socket = post(fault)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }

        assertThat(sandbox.billed()).isEqualTo(billed);
    }

    @ParameterizedTest
    @CsvSource({"reset, 91000", "reset;bills=false, 0"})
    void resetsWithoutAByteOfAnswer(String fault, long billed) throws Exception {
        try (Socket socket = post(fault)) {
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
        }

        assertThat(sandbox.billed()).isEqualTo(billed);
    }

    @Test
    void closesBeforeTheBodyIsSent() throws Exception {
        try (Socket socket = head("close-before-body")) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }

        assertThat(sandbox.billed()).isZero();
        JsonNode seen = sandbox.getJson("/sandbox/requests").at("/requests/0");
        assertThat(seen.get("fault").stringValue()).isEqualTo("close-before-body");
        assertThat(seen.get("status").isNull()).isTrue();
    }

    @Test
    void closesInTheMiddleOfTheBody() throws Exception {
        try (Socket socket = post("close-mid-body")) {
            String answer = text(socket.getInputStream().readAllBytes());
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\n\r\n{\"data\":[{\"url\":\"http");
            assertThat(bodyOf(answer)).hasSize(announcedLength(answer) / 2);
        }

        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    @Test
    void resetsInTheMiddleOfTheBody() throws Exception {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = post("reset-mid-body")) {
            InputStream in = socket.getInputStream();
            assertThatThrownBy(() -> in.transferTo(received)).isInstanceOf(SocketException.class);
        }

        String answer = text(received.toByteArray());
        assertThat(bodyOf(answer)).hasSize(announcedLength(answer) / 2);
        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    @ParameterizedTest
    @CsvSource({"slow-headers;over=400ms", "slow-body;over=400ms"})
    void dribblesAWholeAnswer(String fault) throws Exception {
        long start = System.nanoTime();
        try (Socket socket = post(fault)) {
            String answer = text(socket.getInputStream().readAllBytes());
            assertThat(bodyOf(answer)).hasSize(announcedLength(answer)).endsWith("}");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(390));
    }

    @Test
    void sendsTheFirstBytesOfASlowAnswerEarly() throws Exception {
        try (Socket socket = post("slow-headers;over=10m")) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }

    @Test
    void hangsButBills() throws Exception {
        try (Socket socket = post("hang")) {
            await().until(() -> sandbox.billed() == 91_000);
            socket.setSoTimeout(300);
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }

        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    @Test
    void billsACallerThatHangsUp() throws Exception {
        try (Socket socket = post("none;delay=10m")) {
            await().until(() -> sandbox.billed() == 91_000);
            socket.setSoTimeout(300);
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }

        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    private Socket post(String fault) throws IOException {
        Socket socket = head(fault);
        socket.getOutputStream().write(T_REX.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private Socket head(String fault) throws IOException {
        Socket socket = sandbox.connect();
        String head = String.format(Locale.ROOT, """
                POST /v1/images/generations HTTP/1.1
                Host: sandbox
                Authorization: Bearer %s
                Content-Type: application/json
                Content-Length: %d
                X-Sandbox-Fault: %s

                """, SandboxCaller.KEY, T_REX.length(), fault)
                .replace("\n", "\r\n");
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String bodyOf(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static int announcedLength(String answer) {
        String after = answer.substring(answer.indexOf("Content-Length: ") + "Content-Length: ".length());
        return Integer.parseInt(after.substring(0, after.indexOf("\r\n")));
    }
}
