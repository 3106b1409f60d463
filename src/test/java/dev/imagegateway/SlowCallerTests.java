package dev.imagegateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
}
