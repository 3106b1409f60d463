package dev.imagegateway.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects generations. Null values do not filter.
 *
 * @param client the id of the client
 * @param state the state of the credits
 * @param userTag OpenAI's field {@code user}
 * @param model the requested model
 * @param outcome {@code succeeded} or the code of a problem
 * @param requestId the id of the HTTP request that began it
 * @param blocked true: the vendor's safety checker blocked one of its images or more; false: it is known to have
 *     blocked none
 * @param from held at this time or later
 * @param to held before this time
 */
public record EntryFilter(
        @Nullable String client,
        @Nullable State state,
        @Nullable String userTag,
        @Nullable String model,
        @Nullable String outcome,
        @Nullable String requestId,
        @Nullable Boolean blocked,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** Few images are blocked, so their generations are found first, by index image_blocked. */
    private static final String BLOCKED = "id IN (SELECT generation FROM image WHERE blocked = 1)";

    private static final String NOT_BLOCKED = "EXISTS (SELECT 1 FROM image WHERE image.generation = generation.id)"
            + " AND NOT EXISTS (SELECT 1 FROM image WHERE image.generation = generation.id"
            + " AND (blocked IS NULL OR blocked = 1))";

    Conditions conditions() {
        var conditions = new Conditions();
        conditions.addIfSet("client = ?", client);
        conditions.addIfSet(ofState(state), state == null ? null : state.name());
        conditions.addIfSet("user_tag = ?", userTag);
        conditions.addIfSet("model = ?", model);
        conditions.addIfSet("outcome = ?", outcome);
        conditions.addIfSet("request_id = ?", requestId);
        if (blocked != null) {
            conditions.add(blocked ? BLOCKED : NOT_BLOCKED);
        }
        conditions.addIfSet("held_at >= ?", from == null ? null : from.toEpochMilli());
        conditions.addIfSet("held_at < ?", to == null ? null : to.toEpochMilli());
        return conditions;
    }

    /** Repeats the condition of the partial index for open generations, so that the index is used. */
    private static String ofState(@Nullable State state) {
        return state != null && state.holds() ? Rows.OPEN + " AND state = ?" : "state = ?";
    }
}
