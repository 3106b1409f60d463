package dev.imagegateway.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Remembers tries that were refused before anything was sent. A retry of such a try has no generation, or only that of
 * the try before it. It must not take over the images of an equal request that was admitted. The memory is local to
 * this process and short.
 */
final class RefusedTries {

    /** No try was admitted. */
    static final int NONE = -1;

    /** About 200 bytes each. */
    private static final long MAX_ENTRIES = 100_000;

    private final Cache<RefusedTry, Integer> counts;

    RefusedTries(Duration memory) {
        this.counts = Caffeine.newBuilder()
                .expireAfterWrite(memory)
                .maximumSize(MAX_ENTRIES)
                .build();
    }

    /**
     * A refused try.
     *
     * @param bodyHash SHA-256 of the body. A retry sends the body of its first try byte for byte.
     * @param count the number of the try
     * @param isNew whether no earlier try was admitted either
     */
    private record RefusedTry(String client, String bodyHash, int count, boolean isNew) {}

    /** Adds a try for which it is known whether an earlier one was admitted. */
    void add(String client, String bodyHash, int count, boolean isNew) {
        counts.asMap().merge(new RefusedTry(client, bodyHash, count, isNew || count == 0), 1, Integer::sum);
    }

    /** Adds a try whose earlier tries have not been looked up. */
    void addBeforeLookup(String client, String bodyHash, int count) {
        // the entry of its previous try moves to this one, which extends its lifetime
        add(client, bodyHash, count, count > 0 && take(new RefusedTry(client, bodyHash, count - 1, true)));
    }

    /**
     * Returns the last admitted try before this one, or {@link #NONE}. Removes the entries of refused tries in between.
     */
    int lastAdmitted(String client, String bodyHash, int count) {
        for (var last = count - 1; last >= 0; last--) {
            if (take(new RefusedTry(client, bodyHash, last, true))) {
                return NONE;
            }
            if (!take(new RefusedTry(client, bodyHash, last, false))) {
                return last;
            }
        }
        return NONE;
    }

    private boolean take(RefusedTry refused) {
        var taken = new boolean[1];
        counts.asMap().computeIfPresent(refused, (_, count) -> {
            taken[0] = true;
            return count == 1 ? null : count - 1;
        });
        return taken[0];
    }
}
