package dev.imagegateway.billing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A vendor whose books say, page by page, whatever they are told to: what the sandbox's honest ones never would. */
final class StubBooks implements AutoCloseable {

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Reply> answer = _ -> new Reply(404, "{}");

    /**
     * A page that was asked for.
     *
     * @param authorization null where there was none
     * @param userAgent null where there was none
     * @param traceparent null where there was none
     */
    record Asked(
            String path,
            Map<String, String> query,
            @Nullable String authorization,
            @Nullable String userAgent,
            @Nullable String traceparent) {

        int offset() {
            return Integer.parseInt(query.get("offset"));
        }
    }

    /** What it is answered with; {@code Retry-After: 0} goes with each 429. */
    record Reply(int status, String body) {}

    StubBooks() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var query = exchange.getRequestURI().getRawQuery();
            var page = new Asked(
                    exchange.getRequestURI().getPath(),
                    Stream.of(query.split("&"))
                            .map(pair -> pair.split("=", 2))
                            .collect(Collectors.toMap(
                                    pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8))),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("User-Agent"),
                    exchange.getRequestHeaders().getFirst("traceparent"));
            asked.add(page);
            var reply = answer.apply(page);
            if (reply.status() == 429) {
                exchange.getResponseHeaders().set("Retry-After", "0");
            }
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on, pages are answered so; what was asked before is forgotten. */
    void answers(Function<Asked, Reply> reply) {
        asked.clear();
        answer = reply;
    }

    /** From now on, every page is answered so. */
    void answers(int status, String body) {
        answers(_ -> new Reply(status, body));
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** A good row of the logs; its number is in each of its ids. */
    static String row(int number) {
        return row(number, "succeeded", "91000");
    }

    /** A row of the logs with what may be wrong with it. */
    static String row(int number, String status, String credits) {
        return String.format(Locale.ROOT, """
                {"created":"2026-07-02T03:04:05.000Z","status":"%s","origin":"api","model":"stability/x",\
                "cost":{"usd":0.0455,"credits":%s},"request_id":"r-%d","inference_id":"i-%d","client_request_id":"c-%d"}""", status, credits, number, number, number);
    }

    /** The part of these rows that a page holds, as the vendor's paging has it. */
    static Reply page(List<String> rows, Asked asked) {
        var shown = rows.stream()
                .skip(asked.offset())
                .limit(Integer.parseInt(asked.query().get("limit")))
                .toList();
        return new Reply(
                200,
                String.format(
                        Locale.ROOT,
                        """
                {"data":[%s],"pagination":{"limit":100,"offset":%d,"total":%d,"has_more":%b}}""",
                        String.join(",", shown),
                        asked.offset(),
                        rows.size(),
                        asked.offset() + shown.size() < rows.size()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
