package dev.imagegateway.http;

import dev.imagegateway.support.CertificateAuthority;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.SlowCaller;
import dev.imagegateway.support.SlowCase;
import dev.imagegateway.support.Suite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Suite.class)
class TlsSlowCallerTests extends SlowCallerContract {

    private static final String HANDSHAKE = "TLS handshake";

    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static SSLContext client;

    @BeforeAll
    static void start(Sandbox sandbox) {
        var authority = new CertificateAuthority(folder, "ca");
        client = authority.client(false, authority);
        var settings = Stream.of(
                        Stream.of(SETTINGS),
                        authority.issue("server", "server"),
                        // the management port does as the other one
                        Stream.of("--server.ssl.bundle=server"),
                        // a busy machine may need seconds for a handshake
                        Stream.of("--gateway.server.header-timeout=5s"))
                .flatMap(some -> some);
        gateway = Gateway.startSecure(sandbox.url(), client, settings.toArray(String[]::new));
        // the first handshake of a process takes longest
        gateway.actuator("/health");
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

    /** Above TLS everything is as without. */
    @Override
    List<SlowCase> cases() {
        var hello = "\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u00fc\u0003\u0003";
        var withinTls = SlowCase.all().stream()
                .filter(slow -> slow.name().equals("header") || slow.name().endsWith("generations, chunk extension"));
        var beforeTls = Stream.<ToIntFunction<Gateway>>of(Gateway::port, Gateway::managementPort)
                .flatMap(port -> Stream.of(
                        new SlowCase(HANDSHAKE, port, "", "\u0016\u0003\u0001\u0001", ""),
                        new SlowCase(HANDSHAKE, port, hello, "a", "")));
        return Stream.concat(withinTls, beforeTls).toList();
    }

    @Override
    String trickle(SlowCase slow) throws IOException {
        if (!slow.name().equals(HANDSHAKE)) {
            return super.trickle(slow);
        }
        var socket = new Socket(InetAddress.getLoopbackAddress(), slow.port().applyAsInt(gateway));
        try (var caller = new SlowCaller(socket)) {
            return caller.send(slow.sent()).trickle(slow.trickled());
        }
    }
}
