package dev.imagegateway.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/** What this process has learned of images by asking for them: a host served one, or does not serve it any more. */
final class KnownImages {

    /** Characters of URLs: about 10 MB of the heap. */
    private static final long MAX_CHARACTERS = 8_000_000;

    /** What an entry takes apart from its URL, in bytes. */
    private static final int ENTRY = 120;

    private final Cache<String, State> states;

    /** What is known of an image. */
    enum State {
        SERVED,
        GONE,
        UNKNOWN
    }

    /** @param trust how long what was learned is taken to be true */
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
