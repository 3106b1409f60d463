package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.SlowCaller;
import dev.imagegateway.support.SlowCase;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Slow callers are cut off, callers that merely wait are not, and nobody else notices. Head, body and answer have 1 s. */
abstract class SlowCallerContract {

    static final String[] SETTINGS = {
        "--gateway.server.header-timeout=1s", "--gateway.server.body-timeout=1s", "--gateway.server.answer-timeout=1s",
    };

    private static final String A_CAT = "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\n"
            + "Content-Type: application/json\r\n" + SlowCase.KEY + "Content-Length: " + Gateway.A_CAT.length()
            + "\r\n\r\n" + Gateway.A_CAT;

    abstract Gateway gateway();

    /** A connection, ready for a request's first byte. */
    abstract Socket connect(int port) throws IOException;

    SlowCaller callerOf(int port) throws IOException {
        return new SlowCaller(connect(port));
    }

    abstract List<SlowCase> cases();

    /** One connection of this case, until the gateway closes it. */
    String trickle(SlowCase slow) throws IOException {
        try (var caller = callerOf(slow.port().applyAsInt(gateway()))) {
            return caller.send(slow.sent()).trickle(slow.trickled());
        }
    }

    private double closed() {
        return gateway().metric("image_gateway_connections_closed_total");
    }

    @Test
    void slowCallersAreCutAndPatientOnesAreNot(Sandbox sandbox) throws Exception {
        var cases = cases();
        var before = closed();
        var soft = new SoftAssertions();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var idle = callerOf(gateway().port())) {
            assertThat(idle.send(A_CAT).answer()).startsWith("HTTP/1.1 200 ");
            sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"3s\"}}");
            var waiting = threads.submit(() -> {
                try (var caller = callerOf(gateway().port())) {
                    return caller.send(A_CAT).answer();
                }
            });

            var heard = new ArrayList<Future<String>>();
            for (var slow : cases) {
                heard.add(threads.submit(() -> trickle(slow)));
            }
            for (int i = 0; i < cases.size(); i++) {
                var slow = cases.get(i);
                var said = heard.get(i);
                soft.assertThatCode(() -> {
                            if (slow.answer().isEmpty()) {
                                assertThat(said.get()).isEmpty();
                            } else {
                                assertThat(said.get()).startsWith(slow.answer());
                            }
                        })
                        .as(slow.toString())
                        .doesNotThrowAnyException();
            }
            soft.assertAll();

            // a generation may take longer than a caller, and so may the time between two requests
            assertThat(waiting.get()).startsWith("HTTP/1.1 200 ");
            sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"0s\"}}");
            assertThat(idle.send(A_CAT).answer()).startsWith("HTTP/1.1 200 ");
        }
        await().untilAsserted(() -> assertThat(closed() - before).isEqualTo(cases.size()));
        assertThat(sandbox.posts()).hasSize(3);
    }
}
