package dev.imagegateway.telemetry;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The fields of log lines that name the request, its client and its generation. In JSON they are members of each line,
 * and their names are also those of span attributes.
 */
public final class LogContext {

    /** The id of the HTTP request, by its name in the Elastic Common Schema. */
    public static final String REQUEST_ID = "http.request.id";

    /** The id of the client. ECS has an object {@code client}, so the name has a prefix. */
    public static final String CLIENT = "gateway.client";

    /** The id of the generation. */
    public static final String GENERATION = "gateway.generation";

    /** The id of the trace. */
    static final String TRACE_ID = "trace.id";

    /** The id of the span. */
    static final String SPAN_ID = "span.id";

    private LogContext() {}

    /** The ids that lines of the current thread have. */
    record Ids(
            @Nullable String requestId,
            @Nullable String client,
            @Nullable String generation) {

        static Ids current() {
            return new Ids(MDC.get(REQUEST_ID), MDC.get(CLIENT), MDC.get(GENERATION));
        }

        void apply() {
            put(REQUEST_ID, requestId);
            put(CLIENT, client);
            put(GENERATION, generation);
        }
    }

    private static void put(String name, @Nullable String value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }

    /** Restores the previous ids when it is closed. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Names these in lines of the current thread until the scope is closed; null leaves what is there. */
    public static Scope of(@Nullable String requestId, @Nullable String client, @Nullable String generation) {
        var before = Ids.current();
        new Ids(
                        requestId == null ? before.requestId : requestId,
                        client == null ? before.client : client,
                        generation == null ? before.generation : generation)
                .apply();
        return before::apply;
    }

    /** Names a generation in lines of the current thread until the scope is closed. */
    public static Scope generation(String id) {
        return of(null, null, id);
    }

    /** Names a trace that has ended in lines of the current thread until the scope is closed; null names none. */
    public static Scope trace(@Nullable String id) {
        var before = MDC.get(TRACE_ID);
        put(TRACE_ID, id);
        return () -> put(TRACE_ID, before);
    }

    /** Names the request in lines of the current thread, until {@link #clear()}. */
    static void begin(String requestId) {
        new Ids(requestId, null, null).apply();
    }

    static void clear() {
        new Ids(null, null, null).apply();
    }
}
