package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RawUpstream;
import dev.imagegateway.support.RightAnswer;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What real sockets do, and how often the gateway asks: more than once only if nothing can have been sent. */
class SocketFaultTests {

    private static final String[] QUICK = {
        "--gateway.upstream.retry.base-delay=1ms",
        "--gateway.upstream.retry.max-delay=1ms",
        "--gateway.upstream.attempt-timeout=60s",
        "--gateway.upstream.connect-timeout=2s",
        "--gateway.upstream.tls-timeout=500ms"
    };

    private static Answer ask(URI upstream) {
        try (var gateway = Gateway.start(upstream, QUICK)) {
            return gateway.generate(Gateway.A_CAT);
        }
    }

    private static void assertUnknown(RawUpstream upstream, int posts) {
        var answer = ask(upstream.url());
        assertThat(answer.problem()).as(answer.text()).isEqualTo("outcome-unknown");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(upstream.posts()).isEqualTo(posts);
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void unknownHostIsNotSent() {
        try (var gateway = Gateway.start(URI.create("http://gateway.invalid:81"), QUICK)) {
            assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("upstream-unavailable");
            assertThat(gateway.metric("image_gateway_upstream_attempt_seconds_count", "outcome=\"not-sent\""))
                    .isEqualTo(3);
        }
    }

    @Test
    void refusedConnectionIsNotSent() {
        assertThat(ask(URI.create("http://127.0.0.1:1")).problem()).isEqualTo("upstream-unavailable");
    }

    @Test
    void serverThatSpeaksNoTlsIsNotSent() {
        try (var upstream = new RawUpstream((_, socket) -> {
            socket.getInputStream().read();
            RawUpstream.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
        })) {
            var answer = ask(URI.create("https://127.0.0.1:" + upstream.port()));
            assertThat(answer.problem()).isEqualTo("upstream-unavailable");
            assertThat(upstream.connections()).isEqualTo(3);
            assertThat(upstream.posts()).isZero();
        }
    }

    @Test
    void silenceInTheTlsHandshakeIsNotSent() {
        try (var upstream =
                new RawUpstream((_, socket) -> socket.getInputStream().readAllBytes())) {
            var answer = ask(URI.create("https://127.0.0.1:" + upstream.port()));
            assertThat(answer.problem()).isEqualTo("upstream-unavailable");
            assertThat(upstream.posts()).isZero();
        }
    }

    @Test
    void closedBeforeTheRequestWasReadIsUnknown() {
        try (var upstream =
                new RawUpstream((_, socket) -> socket.getInputStream().read())) {
            assertUnknown(upstream, 0);
        }
    }

    @Test
    void closedAfterTheRequestWasReadIsUnknown() {
        try (var upstream = new RawUpstream(RawUpstream::readPost)) {
            assertUnknown(upstream, 1);
        }
    }

    @Test
    void resetAfterTheRequestWasReadIsUnknown() {
        try (var upstream = new RawUpstream((self, socket) -> {
            self.readPost(socket);
            RawUpstream.resetOnClose(socket);
        })) {
            assertUnknown(upstream, 1);
        }
    }

    @Test
    void resetWithinTheAnswerIsUnknown() {
        try (var upstream = new RawUpstream((self, socket) -> {
            self.readPost(socket);
            RawUpstream.write(socket, RawUpstream.OK.substring(0, RawUpstream.OK.length() - 10));
            RawUpstream.resetOnClose(socket);
        })) {
            assertUnknown(upstream, 1);
        }
    }

    @Test
    void answerThatIsNoHttpIsUnknown() {
        try (var upstream = new RawUpstream((self, socket) -> {
            self.readPost(socket);
            RawUpstream.write(socket, "nonsense\r\n\r\n");
        })) {
            assertUnknown(upstream, 1);
        }
    }

    @Test
    void eachRequestHasAConnectionOfItsOwn() {
        try (var upstream = new RawUpstream((self, socket) -> {
                    var request = self.read(socket).orElseThrow();
                    assertThat(request.header("Connection")).isEqualTo("close");
                    RawUpstream.write(
                            socket,
                            RightAnswer.to(request, "https://cdn.aimlapi.com").whole());
                    // it would keep the connection
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                });
                var gateway = Gateway.start(upstream.url(), QUICK)) {
            for (int i = 1; i <= 5; i++) {
                assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
                assertThat(upstream.connections()).isEqualTo(i);
            }
            assertThat(upstream.posts()).isEqualTo(5);
        }
    }
}
