package dev.imagegateway.upstream;

import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Trace;
import dev.imagegateway.upstream.AttemptOutcome.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a generation, with its times.
 *
 * @param id the id in AIML's logs; null if nothing was sent
 * @param outcome its outcome
 * @param startedAt when the POST was sent, or when it was decided not to send it
 * @param lasted how long its outcome took
 * @param keyPrefix {@code Secret.name()} of its key; null if nothing was sent
 */
public record Attempt(
        @Nullable String id,
        AttemptOutcome outcome,
        Instant startedAt,
        Duration lasted,
        @Nullable String keyPrefix) {

    /** The kind of failure, without texts of the upstream; null if it was answered. */
    public @Nullable String reason() {
        return switch (outcome) {
            case Answered _ -> null;
            case Refused refused -> refused.kind().label();
            case Intercepted intercepted ->
                intercepted.by() + "-" + label(intercepted.cause().name());
            case Unknown unknown -> unknown.timedOut() ? "timeout" : "unreadable-or-broken";
            case NotSent notSent -> label(notSent.reason().name());
        };
    }

    /** The upstream's ids, as far as received. */
    public Trace trace() {
        return outcome.trace();
    }

    private static String label(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
