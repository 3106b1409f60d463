package dev.imagegateway.upstream;

import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs refusals by intermediaries, and stops sending while they block the gateway. */
final class Interceptions {

    private static final Logger log = LoggerFactory.getLogger(Interceptions.class);

    /** At most one log line per intermediary and status in this time. */
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final Cooldown cooldown;
    private final MeterRegistry meters;

    /** By intermediary and status, of which there are few. */
    private final Map<String, LogTurn> turns = new ConcurrentHashMap<>();

    private static final class LogTurn {
        private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
        private final AtomicLong unlogged = new AtomicLong();
    }

    Interceptions(CooldownProperties properties, MeterRegistry meters) {
        this.cooldown = new Cooldown(properties);
        this.meters = meters;
        Gauge.builder(
                        "image.gateway.upstream.cooldown",
                        cooldown,
                        one -> one.left().isPresent() ? 1 : 0)
                .description("1 while nothing is sent because an intermediary refused the gateway as such")
                .register(meters);
    }

    /** How long nothing may be sent; empty if sending is allowed. */
    Optional<Duration> cooldown() {
        return cooldown.left();
    }

    /** Records an attempt's outcome. */
    void learn(AttemptOutcome outcome) {
        switch (outcome) {
            case AttemptOutcome.Answered _, AttemptOutcome.Refused _ -> cooldown.forgetRow();
            case Intercepted intercepted -> {
                coolDown(intercepted);
                count(intercepted);
            }
            case AttemptOutcome.Unknown _, AttemptOutcome.NotSent _ -> {}
        }
    }

    /**
     * Starts a cooldown for blocks and rate limits. A rule's refusal starts none: it may concern a single prompt, so
     * any caller could stop all others.
     */
    private void coolDown(Intercepted intercepted) {
        switch (intercepted.cause()) {
            case ADDRESS -> cooldown.ban(intercepted.retryAfter());
            case RATE -> intercepted.retryAfter().ifPresent(cooldown::limit);
            case RULE -> {}
        }
    }

    /** Counts a refusal of any request to AIML, and logs it at a limited rate. */
    void count(Intercepted intercepted) {
        var status = Integer.toString(intercepted.status());
        Counter.builder("image.gateway.upstream.intermediary.refused")
                .description("Answers with which something between the gateway and AIML refused a request")
                .tag("intermediary", intercepted.by())
                .tag("status", status)
                .register(meters)
                .increment();
        var turn = turns.computeIfAbsent(intercepted.by() + " " + status, _ -> new LogTurn());
        var now = System.nanoTime();
        var next = turn.nextNanos.get();
        if (now - next < 0 || !turn.nextNanos.compareAndSet(next, now + LOG_INTERVAL.toNanos())) {
            turn.unlogged.incrementAndGet();
            return;
        }
        log.warn(
                "{} refused a request with {} before AIML saw it (reference {}, {} more since the last such line). {}",
                intercepted.by(),
                status,
                intercepted.reference() == null ? "none" : intercepted.reference(),
                turn.unlogged.getAndSet(0),
                advice(intercepted.cause())
                        + cooldown.left()
                                .map(left -> " Nothing is sent for " + Math.max(1, left.toSeconds()) + " s.")
                                .orElse(""));
    }

    private static String advice(Cause cause) {
        return switch (cause) {
            case RATE -> "Lower gateway.upstream.concurrency.ceiling, or ask for a higher limit.";
            case ADDRESS -> "Have the gateway's address or software allowed there.";
            case RULE -> "Have the gateway's address allowed there, or find the rule that the request matched.";
        };
    }
}
