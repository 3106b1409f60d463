package dev.imagegateway.telemetry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes decisions about callers for later audits, one line each, to a separate logger. A line has its facts as fields,
 * for structured formats, and as text. It contains no secrets and no prompts.
 */
public final class AuditLog {

    private static final Logger log = LoggerFactory.getLogger("audit");

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Text that needs no quotes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/…-]+");

    private static final String CLIENT = "client";
    private static final String REQUEST_ID = "requestId";
    private static final String GENERATION = "generation";

    /** Facts that have a name in the Elastic Common Schema. The fields of others begin with {@code gateway.}. */
    private static final Map<String, String> FIELDS = Map.of(
            "source", "source.address",
            "reason", "event.reason",
            "path", "url.path",
            "status", "http.response.status_code");

    /** Minimum interval between lines with the same event and key. */
    private static final Duration SELDOM = Duration.ofSeconds(1);

    /** Further keys evict the oldest ones, so that many addresses take no more memory. */
    private static final int MAX_KEYS = 10_000;

    private static final Cache<String, Repeated> REPEATED = Caffeine.newBuilder()
            .maximumSize(MAX_KEYS)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    private static final class Repeated {
        private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
        private final AtomicLong unwritten = new AtomicLong();
    }

    private AuditLog() {}

    /**
     * Writes a line.
     *
     * @param event what happened
     * @param facts strings and numbers in the order of the line; nothing secret
     */
    public static void write(String event, Map<String, ? extends @Nullable Object> facts) {
        var text = new StringBuilder(event);
        var line = log.atInfo().addKeyValue("event.action", event);
        for (var fact : facts.entrySet()) {
            var value = fact.getValue();
            if (value == null) {
                continue;
            }
            var name = fact.getKey();
            text.append(' ').append(name).append('=').append(quoted(value));
            // the ids are fields of every line already
            if (!name.equals(CLIENT) && !name.equals(REQUEST_ID) && !name.equals(GENERATION)) {
                line = line.addKeyValue(FIELDS.getOrDefault(name, "gateway." + name), value);
            }
        }
        try (var _ = LogContext.of(text(facts, REQUEST_ID), text(facts, CLIENT), text(facts, GENERATION))) {
            line.log(text.toString());
        }
    }

    private static @Nullable String text(Map<String, ? extends @Nullable Object> facts, String name) {
        return facts.get(name) instanceof String text ? text : null;
    }

    /** JSON's escapes keep a caller's text from starting a new line, and from looking like further facts. */
    private static String quoted(Object value) {
        var text = String.valueOf(value);
        return PLAIN.matcher(text).matches() ? text : JSON.writeValueAsString(text);
    }

    /**
     * Writes a line about a frequent event: at most one per second for the same event and key. {@code unwritten} counts
     * the events since the last line.
     *
     * @param key the subject of the event
     */
    public static void writeSeldom(String key, String event, Map<String, ? extends @Nullable Object> facts) {
        var repeated = REPEATED.get(event + " " + key, _ -> new Repeated());
        var now = System.nanoTime();
        var next = repeated.nextNanos.get();
        if (now - next < 0 || !repeated.nextNanos.compareAndSet(next, now + SELDOM.toNanos())) {
            repeated.unwritten.incrementAndGet();
            return;
        }
        var all = new LinkedHashMap<String, @Nullable Object>(facts);
        var unwritten = repeated.unwritten.getAndSet(0);
        if (unwritten > 0) {
            all.put("unwritten", unwritten);
        }
        write(event, all);
    }

    /**
     * A fact of a line.
     *
     * @param name the name of the fact
     * @param value a string or a number; nothing secret
     */
    public record Fact(String name, @Nullable Object value) {}

    /** Creates a fact. */
    public static Fact fact(String name, @Nullable Object value) {
        return new Fact(name, value);
    }

    /** Returns facts in the order of the line. */
    public static Map<String, @Nullable Object> of(Fact... facts) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        for (var fact : facts) {
            all.put(fact.name, fact.value);
        }
        return all;
    }

    /**
     * Returns client, request id and address, followed by further facts.
     *
     * @param client the client's id; null if unknown
     */
    public static Map<String, @Nullable Object> facts(
            @Nullable String client, HttpServletRequest request, Fact... more) {
        return facts(client, RequestOrigin.of(request), more);
    }

    /**
     * Returns client, request id and address, followed by further facts.
     *
     * @param client the client's id; null if unknown
     */
    public static Map<String, @Nullable Object> facts(@Nullable String client, RequestOrigin origin, Fact... more) {
        var facts = of(fact(CLIENT, client), fact(REQUEST_ID, origin.requestId()), fact("source", origin.address()));
        facts.putAll(of(more));
        return facts;
    }
}
