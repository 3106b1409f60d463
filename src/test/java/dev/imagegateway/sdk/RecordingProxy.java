package dev.imagegateway.sdk;

import dev.imagegateway.support.Gateway;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and the gateway, passes everything on, and keeps what the client sent. */
final class RecordingProxy implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final List<WireMessage> requests = new CopyOnWriteArrayList<>();

    private RecordingProxy(int target, ServerSocket server) {
        this.target = target;
        this.server = server;
    }

    static RecordingProxy before(Gateway gateway) {
        try {
            var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var proxy = new RecordingProxy(gateway.port(), server);
            Thread.ofVirtual().name("recording-proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a client is told as its base URL. */
    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    /** Every request so far, a client's own retries included. */
    List<WireMessage> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().name("recorded-connection").start(() -> relay(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void relay(Socket client) {
        try (client;
                var gateway = new Socket(InetAddress.getLoopbackAddress(), target)) {
            var fromClient = new BufferedInputStream(client.getInputStream());
            var fromGateway = new BufferedInputStream(gateway.getInputStream());
            for (var next = WireMessage.read(fromClient); next.isPresent(); next = WireMessage.read(fromClient)) {
                requests.add(next.get());
                next.get().write(gateway.getOutputStream());
                WireMessage.read(fromGateway).orElseThrow().write(client.getOutputStream());
            }
        } catch (SocketException _) {
            // a client may hang up as it likes; one that was still waiting fails its own test
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
