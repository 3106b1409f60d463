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
 * What was decided about whom, for those who ask later: one line of JSON each, on a logger of its own, so that it can be
 * kept apart. No secret and no prompt is in it.
 */
public final class AuditLog {

    private static final Logger log = LoggerFactory.getLogger("audit");

    private static final JsonMapper JSON = JsonMapper.shared();

    /** How often the same decision about the same one is written at most. */
    private static final Duration SELDOM = Duration.ofSeconds(1);

    /** Beyond so many at once, the oldest are written anew: a flood from many addresses takes no more memory. */
    private static final int MOST_KEYS = 10_000;

    private static final Cache<String, Repeated> REPEATED = Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
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
     * @param facts texts and numbers, in the order of the line; nothing secret
     */
    public static void write(String event, Map<String, ? extends @Nullable Object> facts) {
        var line = JSON.createObjectNode().put("event", event);
        facts.forEach((name, value) -> line.putPOJO(name, value));
        // as JSON, a text that a caller sent cannot begin a line of its own
        log.info("{}", JSON.writeValueAsString(line));
    }

    /**
     * Writes a line about what may happen a thousand times a second: one a second at most of the same event and key,
     * with {@code unwritten} for how many there were since the last.
     *
     * @param key who it is about
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
     * @param name what it is about
     * @param value a text or a number; nothing secret
     */
    public record Fact(String name, @Nullable Object value) {}

    /** A fact of a line. */
    public static Fact fact(String name, @Nullable Object value) {
        return new Fact(name, value);
    }

    /** Facts in the order of the line. */
    public static Map<String, @Nullable Object> of(Fact... facts) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        for (var fact : facts) {
            all.put(fact.name, fact.value);
        }
        return all;
    }

    /**
     * Who, by which request and from where, and then what.
     *
     * @param client its id; null if nobody knows
     */
    public static Map<String, @Nullable Object> facts(
            @Nullable String client, HttpServletRequest request, Fact... more) {
        return facts(client, RequestOrigin.of(request), more);
    }

    /**
     * Who, by which request and from where, and then what.
     *
     * @param client its id; null if nobody knows
     */
    public static Map<String, @Nullable Object> facts(@Nullable String client, RequestOrigin origin, Fact... more) {
        var facts = of(fact("client", client), fact("requestId", origin.requestId()), fact("source", origin.address()));
        facts.putAll(of(more));
        return facts;
    }
}
