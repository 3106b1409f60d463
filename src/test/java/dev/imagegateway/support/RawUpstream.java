package dev.imagegateway.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream made of nothing but a socket, for what no HTTP server would do; it counts the POSTs that it reads. */
public final class RawUpstream implements AutoCloseable {

    public static final String OK = answer("{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}");

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile byte[] lastBody = {};

    /** What to do with a connection; it is closed when this returns. */
    public interface Behaviour {
        void handle(RawUpstream upstream, Socket socket) throws IOException;
    }

    public RawUpstream(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> handle(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void handle(Socket socket) {
        try (socket) {
            behaviour.handle(this, socket);
        } catch (IOException _) {
            // the gateway hung up, which some of the tests are about
        }
    }

    /** Reads one request whole; false at the connection's end. */
    public boolean readPost(Socket socket) throws IOException {
        return read(socket).isPresent();
    }

    /** Reads one request whole; empty at the connection's end. */
    public Optional<RawRequest> read(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var head = head(in);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        var length = RawRequest.header(head, "content-length");
        var body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        lastBody = body;
        if (head.startsWith("POST ")) {
            posts.incrementAndGet();
        }
        return Optional.of(new RawRequest(head, new String(body, StandardCharsets.UTF_8)));
    }

    public static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        int b;
        while ((b = in.read()) != -1) {
            head.append((char) b);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    public static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** So that closing it sends a reset instead of an end. */
    public static void resetOnClose(Socket socket) throws SocketException {
        socket.setSoLinger(true, 0);
    }

    public static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    public int port() {
        return server.getLocalPort();
    }

    public int posts() {
        return posts.get();
    }

    /** Of the request that was read last. */
    public byte[] lastBody() {
        return lastBody.clone();
    }

    public int connections() {
        return connections.get();
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
