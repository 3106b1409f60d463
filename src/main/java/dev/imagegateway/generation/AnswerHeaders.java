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
import org.jspecify.annotations.Nullable;

/** What the headers of an answer say, collected on the journey of its request. */
final class AnswerHeaders {

    private final Map<String, String> values = new LinkedHashMap<>();
    private List<LimitStatus> limits = List.of();

    /** Where the client stands with its limits. */
    void limits(List<LimitStatus> statuses) {
        limits = statuses;
    }

    /** The generation that is about to be held: the common name of caller and operator for what happens from here on. */
    void generation(String id) {
        values.put("X-Generation-Id", id);
    }

    /** The generation that answers, before anything can go wrong with it. */
    void answeredBy(GenerationHandle handle) {
        if (handle.isAnothers()) {
            values.remove("X-Generation-Id");
        } else {
            generation(handle.id());
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

    /** What the request cost. */
    void credits(long used) {
        values.put("X-Credits-Used", Long.toString(used));
    }

    /** The result is here, and the ledger has it when its store is back. */
    void settlementPending() {
        values.put("X-Settlement", "pending");
    }

    /** The caller's preference that was followed, if any. */
    void preferenceApplied(@Nullable String preference) {
        if (preference != null) {
            values.put("Preference-Applied", preference);
        }
    }

    /** How long the steps took, by {@link System#nanoTime()}. */
    void timing(long started, long generated, long delivered) {
        values.put(
                "Server-Timing",
                timing("generation", generated - started) + ", " + timing("delivery", delivered - generated));
    }

    /** Milliseconds with one decimal. */
    private static String timing(String step, long nanos) {
        var tenths = nanos / 100_000;
        return step + ";dur=" + tenths / 10 + "." + tenths % 10;
    }

    void writeTo(HttpServletResponse response) {
        if (!limits.isEmpty()) {
            RateLimitHeaders.add(response, limits);
        }
        values.forEach(response::setHeader);
    }
}
