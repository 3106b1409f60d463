package dev.imagegateway.telemetry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes decisions about callers for later audits, one line of JSON each, to a separate logger. Lines contain no
 * secrets and no prompts.
 */
public final class AuditLog {

    private static final Logger log = LoggerFactory.getLogger("audit");

    private static final JsonMapper JSON = JsonMapper.shared();

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
        var line = JSON.createObjectNode().put("event", event);
        facts.forEach((name, value) -> line.putPOJO(name, value));
        // JSON escaping keeps a caller's text from starting a new line
        log.info("{}", JSON.writeValueAsString(line));
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
        var facts = of(fact("client", client), fact("requestId", origin.requestId()), fact("source", origin.address()));
        facts.putAll(of(more));
        return facts;
    }
}
