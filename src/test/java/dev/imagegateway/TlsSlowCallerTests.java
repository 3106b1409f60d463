package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Suite.class)
class TlsSlowCallerTests extends SlowCallerContract {

    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static SSLContext client;

    @BeforeAll
    static void start(Sandbox sandbox) {
        var authority = new Authority(folder, "ca");
        client = authority.client(false, authority);
        var settings = Stream.of(
                        Stream.of(SETTINGS),
                        authority.issue("server", "server"),
                        // the management port does as the other one
                        Stream.of("--server.ssl.bundle=server"))
                .flatMap(some -> some);
        gateway = Gateway.startSecure(sandbox.url(), client, settings.toArray(String[]::new));
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
        return client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u00fc\u0003\u0003"})
    void slowHandshakeIsCut(String hello) throws IOException {
        for (var port : new int[] {gateway.port(), gateway.managementPort()}) {
            try (var caller = new SlowCaller(new Socket(InetAddress.getLoopbackAddress(), port))) {
                assertThat(caller.send(hello).trickle(hello.isEmpty() ? "\u0016\u0003\u0001\u0001" : "a"))
                        .isEmpty();
            }
        }
    }
}
