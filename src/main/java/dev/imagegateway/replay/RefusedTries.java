package dev.imagegateway.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Tries that were refused before anything was sent. The retry of one has nothing to be answered from, and must not take
 * the images of an equal request that was let in. In this process alone, and for a short time.
 */
final class RefusedTries {

    /** About 200 bytes each. */
    private static final long MOST = 100_000;

    private final Cache<Refused, Integer> counts;

    RefusedTries(Duration memory) {
        this.counts =
                Caffeine.newBuilder().expireAfterWrite(memory).maximumSize(MOST).build();
    }

    /** At the door a request's body is not read, and its length is all that is known of it. */
    private record Refused(String client, String request) {

        private static Refused of(String client, String requestHash) {
            return new Refused(client, requestHash);
        }

        private static Refused of(String client, long length) {
            return new Refused(client, Long.toString(length));
        }
    }

    void add(String client, String requestHash) {
        counts.asMap().merge(Refused.of(client, requestHash), 1, Integer::sum);
    }

    void addAtTheDoor(String client, long length) {
        counts.asMap().merge(Refused.of(client, length), 1, Integer::sum);
    }

    /** A retry was refused in its turn: what is remembered of its first try is remembered for longer. */
    void renewAtTheDoor(String client, long length) {
        counts.asMap().computeIfPresent(Refused.of(client, length), (_, count) -> count);
    }

    /** Whether there is one, which then is forgotten. */
    boolean take(String client, String requestHash, long length) {
        return take(Refused.of(client, requestHash)) || take(Refused.of(client, length));
    }

    private boolean take(Refused refused) {
        var taken = new boolean[1];
        counts.asMap().computeIfPresent(refused, (_, count) -> {
            taken[0] = true;
            return count == 1 ? null : count - 1;
        });
        return taken[0];
    }
}
