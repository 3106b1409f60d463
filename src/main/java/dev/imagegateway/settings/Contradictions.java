package dev.imagegateway.settings;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of durations of which the first must not be longer than the second. Simple pairs within one record are
 * constraints of that record instead.
 */
final class Contradictions {

    static final String SHUTDOWN = "spring.lifecycle.timeout-per-shutdown-phase";

    private static final String ATTEMPT = "gateway.upstream.attempt-timeout";
    private static final String GENERATION = "gateway.upstream.generation-timeout";

    private static final String NEVER_REACHED = "it would never be reached";

    static final List<Pair> PAIRS = List.of(
            new Pair(ATTEMPT, GENERATION, true, "an attempt ends with its generation"),
            new Pair(GENERATION, SHUTDOWN, false, "a stop would cut off what was sent and is paid for"),
            new Pair(
                    GENERATION,
                    "gateway.rate-limit.in-flight-expiry",
                    false,
                    "a generation would be forgotten while it is in flight"),
            new Pair("gateway.upstream.response-timeout", ATTEMPT, true, NEVER_REACHED),
            new Pair("gateway.upstream.connect-timeout", GENERATION, true, NEVER_REACHED),
            new Pair("gateway.upstream.tls-timeout", GENERATION, true, NEVER_REACHED),
            new Pair("gateway.upstream.concurrency.max-wait", GENERATION, true, NEVER_REACHED),
            new Pair("gateway.upstream.retry.max-delay", GENERATION, true, NEVER_REACHED),
            new Pair("gateway.delivery.fetch-retry.patience", "gateway.delivery.fetch-timeout", true, NEVER_REACHED),
            new Pair(
                    "gateway.images.url-lifetime",
                    "gateway.images.time-to-live",
                    true,
                    "a URL would outlive its image"),
            new Pair(
                    "gateway.ledger.timeout",
                    "gateway.ledger.lease",
                    true,
                    "one slow statement would cost this process its lease"));

    private Contradictions() {}

    /**
     * A pair of settings.
     *
     * @param shorter the name of the first
     * @param longer the name of the second
     * @param defaultGivesWay whether the first may be longer while it has its default, because the second limits it
     *     then
     * @param why the reason, for the operator
     */
    record Pair(String shorter, String longer, boolean defaultGivesWay, String why) {}

    /** @param shutdown the time limit of a graceful shutdown; null if it could not be read */
    static void check(BoundSettings settings, @Nullable Duration shutdown, ValueFaults values, Faults faults) {
        for (var pair : PAIRS) {
            var shorter = settings.time(pair.shorter());
            var longer = pair.longer().equals(SHUTDOWN) ? shutdown : settings.time(pair.longer());
            if (values.isUnread(pair.shorter()) || values.isUnread(pair.longer())) {
                continue;
            }
            if (shorter != null
                    && longer != null
                    && shorter.compareTo(longer) > 0
                    && (!pair.defaultGivesWay() || values.isGiven(pair.shorter()))) {
                faults.add(pair.shorter() + " (" + TimeText.of(shorter) + ") must not be longer than " + pair.longer()
                        + " (" + TimeText.of(longer) + "): " + pair.why());
            }
        }
    }
}
