package dev.imagegateway.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands before the sandbox, passes on what comes, and can shut its logs. */
public final class LogsGate implements AutoCloseable {

    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;
    private final URI target;
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger mostReading = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile @Nullable Shut shut;

    private record Shut(int status, String body) {}

    public LogsGate(URI target) {
        this.target = target;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on, the logs are answered so. */
    public void shut(int status, String body) {
        shut = new Shut(status, body);
        reads.set(0);
    }

    public void open() {
        shut = null;
        reads.set(0);
    }

    /** Reads of the logs since they were shut or opened. */
    public int reads() {
        return reads.get();
    }

    /** How many were under way at once at most. */
    public int mostReading() {
        return mostReading.get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        var isLog = exchange.getRequestURI().getPath().equals("/v2/logs");
        try (exchange) {
            if (isLog) {
                reads.incrementAndGet();
                mostReading.accumulateAndGet(reading.incrementAndGet(), Math::max);
            }
            var now = shut;
            if (!isLog || now == null) {
                forward(exchange, isLog);
            } else {
                ends(isLog);
                send(exchange, now.status(), now.body().getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the answer is sent: the next reader may come as soon as this one has it. */
    private void ends(boolean isLog) {
        if (isLog) {
            reading.decrementAndGet();
        }
    }

    private void forward(HttpExchange exchange, boolean isLog) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create(target + exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request.build(), BodyHandlers.ofByteArray());
        } finally {
            ends(isLog);
        }
        answer.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        send(exchange, answer.statusCode(), answer.body());
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
