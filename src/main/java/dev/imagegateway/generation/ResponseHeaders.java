package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationHandle.Completed;
import dev.imagegateway.generation.GenerationHandle.Earlier;
import dev.imagegateway.generation.GenerationHandle.Joined;
import dev.imagegateway.generation.GenerationHandle.Own;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.ratelimit.LimitStatus;
import dev.imagegateway.ratelimit.RateLimitHeaders;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the response headers of an image request while it is processed. */
final class ResponseHeaders {

    private final Map<String, String> values = new LinkedHashMap<>();
    private Supplier<List<LimitStatus>> limits = List::of;

    /**
     * Sets the rate-limit headers. They state what was left when the request was admitted, plus what it has returned.
     */
    void limits(Supplier<List<LimitStatus>> statuses) {
        limits = statuses;
    }

    /** Sets the headers that identify the generation that answers. Called before delivery, which may still fail. */
    void answeredBy(GenerationHandle handle) {
        if (!handle.isAnothers()) {
            values.put("X-Generation-Id", handle.id());
        }
        switch (handle) {
            case Own own -> {
                if (own.isSeeded()) {
                    values.put("X-Cache", "miss");
                }
            }
            case Joined joined -> replayed(joined, "joined");
            case Completed completed -> replayed(completed, "hit");
        }
    }

    private void replayed(Earlier earlier, String cache) {
        if (earlier.by() == MatchKind.SEEDED) {
            values.put("X-Cache", cache);
        } else {
            values.put("Idempotency-Replayed", "true");
        }
        credits(0);
    }

    /** Sets the credits that the request cost. */
    void credits(long used) {
        values.put("X-Credits-Used", Long.toString(used));
    }

    /** Marks a result that the ledger has not stored yet. It is stored when the database is available again. */
    void settlementPending() {
        values.put("X-Settlement", "pending");
    }

    /** Sets the state of images that the gateway could not copy; null if there are none. */
    void imageStore(@Nullable String state) {
        if (state != null) {
            values.put("X-Image-Store", state);
        }
    }

    /** Sets the preference that was applied, if any. */
    void preferenceApplied(@Nullable String preference) {
        if (preference != null) {
            values.put("Preference-Applied", preference);
        }
    }

    /** Sets the duration of each step, from {@link System#nanoTime()} readings. */
    void timing(long started, long generated, long delivered) {
        values.put(
                "Server-Timing",
                timing("generation", generated - started) + ", " + timing("delivery", delivered - generated));
    }

    /** Formats milliseconds with one decimal. */
    private static String timing(String step, long nanos) {
        var tenths = nanos / 100_000;
        return step + ";dur=" + tenths / 10 + "." + tenths % 10;
    }

    void writeTo(HttpServletResponse response) {
        var statuses = limits.get();
        if (!statuses.isEmpty()) {
            RateLimitHeaders.add(response, statuses);
        }
        values.forEach(response::setHeader);
    }
}
