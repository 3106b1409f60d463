package dev.imagegateway.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * An upstream that answers whatever it is told to, byte for byte: for bodies that the vendor has printed, which must
 * not depend on how our own sandbox understands them.
 */
public final class StubUpstream implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Reply reply = new Reply(200, Map.of(), new byte[0]);
    private volatile Reply deprecations = new Reply(404, Map.of(), new byte[0]);
    private volatile Reply models = new Reply(404, Map.of(), new byte[0]);
    private final Queue<Reply> imagesFirst = new ConcurrentLinkedQueue<>();
    private final Map<String, Reply> imagesByPath = new ConcurrentHashMap<>();
    private volatile Reply image = new Reply(404, Map.of(), new byte[0]);
    private volatile CountDownLatch mayServe = new CountDownLatch(0);

    /** What a request brought, header names in lower case. */
    public record Received(String method, String path, Map<String, List<String>> headers, String body) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Reply(int status, Map<String, String> headers, byte[] body) {}

    public StubUpstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/images/generations", exchange -> answer(exchange, reply));
        server.createContext("/v1/models", exchange -> answer(exchange, models));
        server.createContext("/v1/models/deprecations", exchange -> answer(exchange, deprecations));
        server.createContext("/files", exchange -> {
            awaitServing();
            var first = imagesFirst.poll();
            var byDefault = imagesByPath.getOrDefault(exchange.getRequestURI().getPath(), image);
            answer(exchange, first == null ? byDefault : first);
        });
        server.start();
    }

    private void answer(HttpExchange exchange, Reply now) throws IOException {
        try (exchange) {
            var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            now.headers().forEach(exchange.getResponseHeaders()::set);
            var length = now.body().length == 0 ? -1 : now.body().length;
            exchange.sendResponseHeaders(now.status(), now.headers().containsKey("Transfer-Encoding") ? 0 : length);
            exchange.getResponseBody().write(now.body());
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on, generations are answered so; what was received before is forgotten. */
    public void answers(int status, Map<String, String> headers, String body) {
        answers(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** From now on, generations are answered so; what was received before is forgotten. */
    public void answers(int status, Map<String, String> headers, byte[] body) {
        received.clear();
        reply = new Reply(status, headers, body.clone());
    }

    /** From now on, the list of models is this. */
    public void lists(String body) {
        models = new Reply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** From now on, the list of deprecated models is answered so. */
    public void announces(int status, Map<String, String> headers, String body) {
        deprecations = new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The next request for anything below {@code /files} is answered so, after those that were set before it. */
    public void servesFirst(int status, Map<String, String> headers) {
        imagesFirst.add(new Reply(status, headers, new byte[0]));
    }

    /** From now on, no request for anything below {@code /files} is answered until {@link #letImagesGo}. */
    public void holdImages() {
        mayServe = new CountDownLatch(1);
    }

    public void letImagesGo() {
        mayServe.countDown();
    }

    private void awaitServing() throws IOException {
        try {
            mayServe.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** From now on, anything below {@code /files} is answered so. */
    public void serves(int status, Map<String, String> headers, byte[] body) {
        imagesFirst.clear();
        image = new Reply(status, headers, body);
    }

    /** From now on, this path is answered so. */
    public void serves(String path, int status, byte[] body) {
        imagesByPath.put(path, new Reply(status, Map.of(), body));
    }

    public List<Received> posts() {
        return received.stream().filter(one -> one.method().equals("POST")).toList();
    }

    public List<Received> gets() {
        return received.stream().filter(one -> one.method().equals("GET")).toList();
    }

    /** Without those of the vendor's records and models, which a gateway also reads when a test takes over a minute. */
    public List<Received> fileGets() {
        return gets().stream()
                .filter(one ->
                        !one.path().startsWith("/v1/models") && !one.path().startsWith("/v2/"))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
