package dev.imagegateway.upstream;

import dev.imagegateway.secret.Secret;
import dev.imagegateway.telemetry.AuditLog;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of AIML accounts, in order of preference. The first key that is not resting is used. */
public final class KeyRing {

    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

    private final List<RingKey> keys;
    private final MeterRegistry meters;

    KeyRing(List<RingKey> keys, MeterRegistry meters) {
        this.keys = List.copyOf(keys);
        this.meters = meters;
        for (var key : this.keys) {
            Gauge.builder("image.gateway.upstream.key.resting", key, one -> one.isResting() ? 1 : 0)
                    .description("1 while a key rests after the upstream refused it")
                    .tag("key", key.place())
                    .register(meters);
            List.of("bad-key", "out-of-credits", "rule").forEach(reason -> refusals(key, reason));
        }
    }

    /** A key, and its secret at the time it was picked. */
    public record Pick(RingKey key, Secret secret) {

        /** The key's place in the ring, from 0. */
        public String place() {
            return key.place();
        }
    }

    /**
     * Returns the first usable key.
     *
     * @param refused secrets that were refused for this generation
     */
    Optional<Pick> pick(Set<Secret> refused) {
        for (var key : keys) {
            if (!key.isResting()) {
                var secret = key.secret();
                if (!refused.contains(secret)) {
                    return Optional.of(new Pick(key, secret));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Returns all keys with their current secrets, without duplicates and including resting ones. For requests that
     * cost nothing.
     */
    public List<Pick> all() {
        var secrets = new HashSet<Secret>();
        var picks = new ArrayList<Pick>(keys.size());
        for (var key : keys) {
            var secret = key.secret();
            if (secrets.add(secret)) {
                picks.add(new Pick(key, secret));
            }
        }
        return picks;
    }

    /** Returns the state of each key. */
    List<UpstreamStatus.Key> states() {
        return keys.stream().map(RingKey::state).toList();
    }

    /** Records the outcome for a key. Returns whether the key was refused. */
    boolean learn(Pick pick, AttemptOutcome outcome) {
        if (outcome instanceof Refused refused && isAboutTheKey(refused)) {
            refused(pick, refused);
            return true;
        }
        if (outcome instanceof AttemptOutcome.Answered) {
            pick.key().accepted(pick.secret());
        }
        return false;
    }

    private Counter refusals(RingKey key, String reason) {
        return Counter.builder("image.gateway.upstream.key.refused")
                .description("Answers in which the upstream refused a key")
                .tags(Tags.of("key", key.place(), "reason", reason))
                .register(meters);
    }

    private void refused(Pick pick, Refused refused) {
        var name = pick.key().name();
        var reason = reason(refused);
        refusals(pick.key(), reason).increment();
        var rest = pick.key().refused(pick.secret());
        if (rest.isEmpty()) {
            log.info("Key {} was replaced while it was in use", name);
            return;
        }
        log.error(
                "AIML refuses key {} ({}{}, status {}, {}). It rests for {} s. {}",
                name,
                reason,
                refused.name().isEmpty() ? "" : ", " + refused.name(),
                refused.status(),
                refused.trace(),
                rest.get().toSeconds(),
                advice(refused));
        log.debug("AIML's message about key {}: {}", name, refused.message());
        AuditLog.writeSeldom(
                pick.key().place(),
                "upstream-key-rested",
                AuditLog.of(
                        AuditLog.fact("key", pick.key().place()),
                        AuditLog.fact("reason", reason),
                        AuditLog.fact("status", refused.status()),
                        AuditLog.fact("seconds", rest.get().toSeconds())));
    }

    static boolean isAboutTheKey(Refused refused) {
        return switch (refused.kind()) {
            case BAD_KEY, OUT_OF_CREDITS, RULE -> true;
            case REQUEST, LIMIT, FAILURE, OTHER -> false;
        };
    }

    private static String reason(Refused refused) {
        return switch (refused.kind()) {
            case OUT_OF_CREDITS -> "out-of-credits";
            case RULE -> "rule";
            default -> "bad-key";
        };
    }

    private static String advice(Refused refused) {
        return switch (refused.kind()) {
            case OUT_OF_CREDITS -> "Top up the account, or raise the key's spending limit.";
            case RULE -> "Check the account's plan, its verification and the key's scopes.";
            default -> "Check that the key exists and is enabled, and replace it if not.";
        };
    }
}
