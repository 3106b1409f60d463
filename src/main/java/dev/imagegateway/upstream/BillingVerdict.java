package dev.imagegateway.upstream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a 500 or 502 in AIML's own error format is taken as not billed. AIML documents so. It is no longer
 * believed after its records have shown the contrary, because each retry could be billed as well.
 */
public final class BillingVerdict {

    private static final Logger log = LoggerFactory.getLogger(BillingVerdict.class);

    /** What a 500 or 502 in AIML's error format means ({@code gateway.upstream.billing-verdict}). */
    enum Verdict {
        /** AIML's word: not billed. It can be retried. */
        NOT_BILLED,
        /** May have been billed: never retried, and its hold waits for reconciliation. */
        UNKNOWN
    }

    private final Verdict configured;
    private final Duration memory;
    private final Clock clock;

    private volatile @Nullable Instant billedAt;

    /** @param memory how long AIML is not believed after a billed failure was found; 0 to believe it always */
    BillingVerdict(Verdict configured, Duration memory, Clock clock, MeterRegistry meters) {
        this.configured = configured;
        this.memory = memory;
        this.clock = clock;
        Gauge.builder("image.gateway.upstream.failure.unknown", this, verdict -> verdict.isUnknown() ? 1 : 0)
                .description("1 while a 500 or 502 of the upstream counts as possibly billed and is not retried")
                .register(meters);
    }

    /** Whether a 500 or 502 may have been billed. */
    boolean isUnknown() {
        return configured == Verdict.UNKNOWN || isContradicted();
    }

    private boolean isContradicted() {
        var at = billedAt;
        return at != null && clock.instant().isBefore(at.plus(memory));
    }

    /**
     * Reports that a failure was found that AIML had billed. May be called again with the same time.
     *
     * @param at when the latest one was found
     */
    public void billed(Instant at) {
        var before = isContradicted();
        billedAt = at;
        if (!before && isContradicted() && configured == Verdict.NOT_BILLED) {
            log.warn(
                    "AIML billed a failure, found at {}: a 500 or 502 counts as possibly billed and is not retried until"
                            + " {}. Ask AIML for the credits; gateway.upstream.billing-verdict-memory sets the time",
                    at,
                    at.plus(memory));
        }
    }
}
