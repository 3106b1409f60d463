package dev.imagegateway.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Receives spans by OTLP over HTTP, in protobuf, as a collector of OpenTelemetry does. */
public final class TraceCollector implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();

    /**
     * A span.
     *
     * @param parent the id of the parent span; empty without one
     * @param tags its attributes, as text
     * @param service the attribute {@code service.name} of its resource
     */
    public record Received(
            String name,
            String kind,
            String trace,
            String id,
            String parent,
            Map<String, String> tags,
            boolean isError,
            String service) {

        static Received of(Span span, String service) {
            var tags = new TreeMap<String, String>();
            span.getAttributesList()
                    .forEach(tag -> tags.put(
                            tag.getKey(),
                            tag.getValue().hasIntValue()
                                    ? Long.toString(tag.getValue().getIntValue())
                                    : tag.getValue().hasBoolValue()
                                            ? Boolean.toString(tag.getValue().getBoolValue())
                                            : tag.getValue().getStringValue()));
            return new Received(
                    span.getName(),
                    span.getKind().name().replace("SPAN_KIND_", ""),
                    hex(span.getTraceId().toByteArray()),
                    hex(span.getSpanId().toByteArray()),
                    hex(span.getParentSpanId().toByteArray()),
                    tags,
                    span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR,
                    service);
        }

        private static String hex(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
    }

    public TraceCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            // what leaves the gateway is searched for keys
            Exchanges.keep("spans", new String(body, StandardCharsets.ISO_8859_1));
            for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
                var service = resource.getResource().getAttributesList().stream()
                        .filter(tag -> tag.getKey().equals("service.name"))
                        .map(tag -> tag.getValue().getStringValue())
                        .findFirst()
                        .orElse("");
                resource.getScopeSpansList()
                        .forEach(scope -> scope.getSpansList().forEach(span -> spans.add(Received.of(span, service))));
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            // an empty ExportTraceServiceResponse: everything was accepted
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** The settings of a gateway that sends its spans here, without delay. */
    public String[] settings() {
        return new String[] {
            "--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:"
                    + server.getAddress().getPort() + "/v1/traces",
            "--management.opentelemetry.tracing.export.schedule-delay=50ms"
        };
    }

    /** The spans of a trace that have arrived. */
    public List<Received> of(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** All spans that have arrived. */
    public List<Received> all() {
        return List.copyOf(spans);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
