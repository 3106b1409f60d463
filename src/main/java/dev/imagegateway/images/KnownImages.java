package dev.imagegateway.images;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Remembers the results of earlier requests in this process: whether a host served an image or no longer serves it.
 */
final class KnownImages {

    /** Total characters of URLs; about 10 MB of the heap. */
    private static final long MAX_CHARACTERS = 8_000_000;

    /** Bytes per entry in addition to the URL. */
    private static final int ENTRY = 120;

    private final Cache<String, State> states;

    /** What is known about an image. */
    enum State {
        SERVED,
        GONE,
        UNKNOWN
    }

    /** @param trust how long a result is remembered */
    KnownImages(Duration trust) {
        this.states = Caffeine.newBuilder()
                .expireAfterWrite(trust)
                .maximumWeight(MAX_CHARACTERS)
                .<String, State>weigher((url, _) -> ENTRY + url.length())
                .build();
    }

    State stateOf(String url) {
        var state = states.getIfPresent(url);
        return state == null ? State.UNKNOWN : state;
    }

    void served(String url) {
        states.put(url, State.SERVED);
    }

    void markUnserved(String url) {
        states.put(url, State.GONE);
    }
}
