package dev.imagegateway.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which generations to list. What is null does not matter.
 *
 * @param client who asked
 * @param state where the money is
 * @param userTag OpenAI's field {@code user}
 * @param model what was asked
 * @param outcome {@code succeeded} or a problem's code
 * @param from held then or later
 * @param to held before
 */
public record EntryFilter(
        @Nullable String client,
        @Nullable State state,
        @Nullable String userTag,
        @Nullable String model,
        @Nullable String outcome,
        @Nullable Instant from,
        @Nullable Instant to) {

    Conditions conditions() {
        var conditions = new Conditions();
        conditions.addIfSet("client = ?", client);
        conditions.addIfSet(ofState(state), state == null ? null : state.name());
        conditions.addIfSet("user_tag = ?", userTag);
        conditions.addIfSet("model = ?", model);
        conditions.addIfSet("outcome = ?", outcome);
        conditions.addIfSet("held_at >= ?", from == null ? null : from.toEpochMilli());
        conditions.addIfSet("held_at < ?", to == null ? null : to.toEpochMilli());
        return conditions;
    }

    /** The few that are open have an index of their own. */
    private static String ofState(@Nullable State state) {
        return state != null && state.holds() ? Rows.OPEN + " AND state = ?" : "state = ?";
    }
}
