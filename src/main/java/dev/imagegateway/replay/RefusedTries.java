package dev.imagegateway.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Tries that were refused before anything was sent. The retry of one has nothing to be answered from, or only what the try
 * before that one began, and must not take the images of an equal request that was let in. In this process alone, and for
 * a short time.
 */
final class RefusedTries {

    /** Where no try was let in. */
    static final int NONE = -1;

    /** About 200 bytes each. */
    private static final long MAX_ENTRIES = 100_000;

    private final Cache<Refused, Integer> counts;

    RefusedTries(Duration memory) {
        this.counts = Caffeine.newBuilder()
                .expireAfterWrite(memory)
                .maximumSize(MAX_ENTRIES)
                .build();
    }

    /**
     * A try.
     *
     * @param bodyHash of what was sent: a retry's body is its first try's, byte for byte
     * @param count the number of the try
     * @param isNew whether no try before it was let in either
     */
    private record Refused(String client, String bodyHash, int count, boolean isNew) {}

    /** It is known whether a try before it was let in. */
    void add(String client, String bodyHash, int count, boolean isNew) {
        counts.asMap().merge(new Refused(client, bodyHash, count, isNew || count == 0), 1, Integer::sum);
    }

    /** Nobody has looked for the tries before it yet. */
    void addUnseen(String client, String bodyHash, int count) {
        // what is remembered of its first try is remembered for longer
        add(client, bodyHash, count, count > 0 && take(new Refused(client, bodyHash, count - 1, true)));
    }

    /** The number of the last try before this one that was let in, {@link #NONE} if none was; the others are forgotten. */
    int lastLetIn(String client, String bodyHash, int count) {
        for (var last = count - 1; last >= 0; last--) {
            if (take(new Refused(client, bodyHash, last, true))) {
                return NONE;
            }
            if (!take(new Refused(client, bodyHash, last, false))) {
                return last;
            }
        }
        return NONE;
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
