package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.SlowCaller;
import dev.imagegateway.support.SlowCase;
import dev.imagegateway.support.Suite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Suite.class)
class SlowCallerTests extends SlowCallerContract {

    private static Gateway gateway;

    @BeforeAll
    static void start(Sandbox sandbox) {
        gateway = Gateway.start(sandbox.url(), SETTINGS);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Override
    Gateway gateway() {
        return gateway;
    }

    @Override
    Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    List<SlowCase> cases() {
        return SlowCase.all();
    }

    @Test
    void laterRequestsAreCutToo() throws IOException {
        try (var later = callerOf(gateway.managementPort());
                var pipelined = callerOf(gateway.managementPort())) {
            assertThat(later.send(SlowCase.HEALTH + "\r\n").answer()).startsWith("HTTP/1.1 200 ");
            later.send(SlowCase.HEALTH);
            assertThat(pipelined
                            .send(SlowCase.HEALTH + "\r\n" + SlowCase.HEALTH)
                            .answer())
                    .startsWith("HTTP/1.1 200 ");
            assertThat(pipelined.trickle("a")).isEmpty();
            assertThat(later.trickle("a")).isEmpty();
        }
    }

    @Test
    void manySlowCallersAreNoObstacle() throws IOException {
        var callers = new ArrayList<SlowCaller>();
        try {
            for (int i = 0; i < 200; i++) {
                callers.add(callerOf(gateway.port())
                        .send(
                                i % 2 == 0
                                        ? "GET / HTTP/1.1\r\nX: "
                                        : "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\n"
                                                + "Content-Type: application/json\r\n" + SlowCase.KEY
                                                + "Transfer-Encoding: chunked\r\n\r\n1;"));
            }
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(gateway.actuator("/health").status()).isEqualTo(200);
            assertThat(callers).allSatisfy(caller -> caller.trickle("a"));
        } finally {
            callers.forEach(SlowCaller::close);
        }
    }

    @Test
    void slownessOfTheServerItselfIsNotTheCallers() throws Exception {
        var carriers = Runtime.getRuntime().availableProcessors();
        var busy = new CountDownLatch(carriers);
        var released = new AtomicBoolean();
        // with each carrier taken, no virtual thread runs, and so no request is served
        for (int i = 0; i < carriers; i++) {
            Thread.startVirtualThread(() -> {
                busy.countDown();
                while (!released.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        try {
            busy.await();
            // only now: their time to send a request has begun
            try (var caller = callerOf(gateway.port());
                    var silent = callerOf(gateway.port())) {
                caller.send("GET /problems HTTP/1.1\r\nHost: a\r\n\r\n");
                // when it is cut, the other's time would be over too
                assertThat(silent.trickle("")).isEmpty();

                released.set(true);

                assertThat(caller.answer()).startsWith("HTTP/1.1 200 ");
            }
        } finally {
            released.set(true);
        }
    }

    @Test
    void slowReaderIsCut() throws IOException {
        try (var socket = new Socket()) {
            // a small window, so that the kernel takes little of the answers
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            var before = slowReaders();
            socket.getOutputStream()
                    .write("GET /problems HTTP/1.1\r\nHost: a\r\n\r\n"
                            .repeat(990)
                            .getBytes(StandardCharsets.US_ASCII));

            await().until(() -> slowReaders() == before + 1);
        }
    }

    private static double slowReaders() {
        return gateway.metric("image_gateway_connections_closed_total", "port=\"callers\"", "reason=\"slow-answer\"");
    }
}
