package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.store.Store;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads and writes the rows of table {@code generation} within one transaction. */
final class Generations {

    private final JdbcTemplate jdbc;
    private final Store store;

    Generations(JdbcTemplate jdbc, Store store) {
        this.jdbc = jdbc;
        this.store = store;
    }

    /** The part of a row that decides about its next state. */
    record GenerationState(
            State state,
            @Nullable Long creditsUsed,
            @Nullable Evidence evidence) {}

    void insert(List<PendingHold> holds, String owner) {
        jdbc.batchUpdate("""
                INSERT INTO generation (id, state, owner, client, user_tag, model, images_asked, image_size, steps, seed,
                    request_hash, prompt, request_id, key_prefixes, credits_held, hour_at, day_at, month_at, held_at,
                    deadline, retry_count, answered_at, price_units, no_seed)
                VALUES (?, 'HELD', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", holds, Math.max(1, holds.size()), (statement, hold) -> {
            var request = hold.request();
            var details = request.details();
            statement.setString(1, request.id());
            statement.setString(2, owner);
            statement.setString(3, request.client().id());
            statement.setString(4, details.userTag());
            statement.setString(5, details.model());
            statement.setInt(6, details.imagesAsked());
            statement.setString(7, details.imageSize());
            integer(statement, 8, details.steps());
            statement.setLong(9, Objects.requireNonNullElse(details.seed(), 0L));
            statement.setString(10, details.requestHash());
            statement.setString(11, details.prompt());
            statement.setString(12, details.requestId());
            statement.setString(13, String.join(",", request.sendWindow().keyPrefixes()));
            statement.setLong(14, request.credits().amount());
            statement.setLong(15, AccountKey.startOf(BudgetPeriod.HOUR, hold.accounts()));
            statement.setLong(16, AccountKey.startOf(BudgetPeriod.DAY, hold.accounts()));
            statement.setLong(17, AccountKey.startOf(BudgetPeriod.MONTH, hold.accounts()));
            statement.setLong(18, hold.at().toEpochMilli());
            statement.setLong(19, hold.at().plus(request.sendWindow().lasts()).toEpochMilli());
            var tries = request.claims().tries();
            integer(statement, 20, tries == null ? null : tries.count());
            number(statement, 21, request.claims().acceptedAtOnce() ? hold.at().toEpochMilli() : null);
            statement.setLong(22, details.priceUnits());
            statement.setInt(23, details.seed() == null ? 1 : 0);
        });
    }

    /** Ends generations that are HELD, as almost all are. Returns for each whether it was. */
    List<Boolean> endHeld(List<Transition> transitions) {
        return end(transitions, "state = 'HELD'", Collections.nCopies(transitions.size(), null));
    }

    /** Locks the remaining generations in a fixed order and reads their states. */
    Map<String, GenerationState> lock(Collection<String> ids) {
        var found = new HashMap<String, GenerationState>();
        if (!ids.isEmpty()) {
            var sorted = ids.stream().sorted().distinct().toList();
            jdbc.query(
                    "SELECT id, state, credits_used, evidence FROM generation WHERE id IN ("
                            + String.join(", ", Collections.nCopies(sorted.size(), "?")) + ") ORDER BY id"
                            + store.forUpdate(),
                    row -> {
                        var used = row.getLong("credits_used");
                        var isUsed = !row.wasNull();
                        var evidence = row.getString("evidence");
                        found.put(
                                row.getString("id"),
                                new GenerationState(
                                        State.valueOf(row.getString("state")),
                                        isUsed ? used : null,
                                        evidence == null ? null : Evidence.ofLabel(evidence)));
                    },
                    sorted.toArray());
        }
        return found;
    }

    /** Ends locked generations by a conditional update on id and state. */
    void endLocked(List<Transition> transitions, Map<String, GenerationState> lockedStates) {
        var states = transitions.stream()
                .map(transition -> Objects.requireNonNull(lockedStates.get(transition.id()))
                        .state())
                .toList();
        if (end(transitions, "state = ?", states).contains(false)) {
            throw new IllegalStateException("a locked row has changed");
        }
    }

    private List<Boolean> end(List<Transition> transitions, String condition, List<? extends @Nullable State> states) {
        var rows = new ArrayList<Integer>(transitions.size());
        for (int i = 0; i < transitions.size(); i++) {
            rows.add(i);
        }
        var counts = jdbc.batchUpdate(
                """
                UPDATE generation SET state = ?, credits_used = ?, evidence = ?,
                    outcome = COALESCE(?, outcome), attempts = COALESCE(?, attempts),
                    key_prefixes = COALESCE(?, key_prefixes), inference_id = COALESCE(?, inference_id),
                    upstream_request_id = COALESCE(?, upstream_request_id),
                    images_delivered = COALESCE(?, images_delivered), answer = COALESCE(?, answer),
                    attempt_log = COALESCE(?, attempt_log), answered_at = COALESCE(?, answered_at), ended_at = COALESCE(ended_at, ?)
                WHERE id = ? AND\s""" + condition,
                rows,
                Math.max(1, rows.size()),
                (statement, row) -> set(statement, transitions.get(row), states.get(row)));
        var done = new ArrayList<Boolean>(transitions.size());
        for (var count : counts.length == 0 ? new int[0] : counts[0]) {
            done.add(count > 0);
        }
        return done;
    }

    private static void set(PreparedStatement statement, Transition transition, @Nullable State from)
            throws SQLException {
        var details = transition.details();
        var evidence = transition.evidence();
        var used = transition.used();
        statement.setString(1, transition.to().name());
        number(statement, 2, used);
        statement.setString(3, evidence == null ? null : evidence.label());
        statement.setString(4, details == null ? null : details.outcome());
        integer(statement, 5, details == null ? null : details.attempts());
        statement.setString(6, details == null ? null : details.keyPrefix());
        statement.setString(7, details == null ? null : details.inferenceId());
        statement.setString(8, details == null ? null : details.upstreamRequestId());
        integer(statement, 9, details == null ? null : details.imagesDelivered());
        statement.setString(10, details == null ? null : details.answerText());
        statement.setString(11, details == null ? null : details.attemptText());
        number(
                statement,
                12,
                details != null && details.awaited() ? transition.at().toEpochMilli() : null);
        statement.setLong(13, transition.at().toEpochMilli());
        statement.setString(14, transition.id());
        if (from != null) {
            statement.setString(15, from.name());
        }
    }

    private static void integer(PreparedStatement statement, int at, @Nullable Integer value) throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.INTEGER);
        } else {
            statement.setInt(at, value);
        }
    }

    private static void number(PreparedStatement statement, int at, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.BIGINT);
        } else {
            statement.setLong(at, value);
        }
    }

    /** Fills in details that arrive after the credits of a generation were decided by better evidence. */
    void fill(Transition transition, CompletionDetails details) {
        jdbc.update(
                """
                UPDATE generation SET outcome = CASE WHEN outcome = 'outcome-unknown' THEN ? ELSE outcome END,
                    attempts = COALESCE(attempts, ?), inference_id = COALESCE(inference_id, ?),
                    upstream_request_id = COALESCE(upstream_request_id, ?),
                    images_delivered = COALESCE(images_delivered, ?), answer = COALESCE(answer, ?),
                    attempt_log = COALESCE(attempt_log, ?)
                WHERE id = ?""",
                new Object[] {
                    details.outcome(),
                    details.attempts(),
                    details.inferenceId(),
                    details.upstreamRequestId(),
                    details.imagesDelivered(),
                    details.answerText(),
                    details.attemptText(),
                    transition.id()
                },
                new int[] {
                    Types.VARCHAR,
                    Types.INTEGER,
                    Types.VARCHAR,
                    Types.VARCHAR,
                    Types.INTEGER,
                    Types.VARCHAR,
                    Types.VARCHAR,
                    Types.VARCHAR
                });
    }

    /** Returns the ids of rows that match a condition, in locking order. */
    List<String> ids(String condition) {
        return jdbc.query(
                "SELECT id FROM generation WHERE " + condition + " ORDER BY id", (row, _) -> row.getString("id"));
    }

    /** Marks rows that are still HELD as unknown without details. This does not change any account. */
    int forget(List<String> ids, Instant at) {
        var counts = jdbc.batchUpdate(
                """
                UPDATE generation SET state = 'UNKNOWN', outcome = 'outcome-unknown', ended_at = ?
                WHERE id = ? AND state = 'HELD'""",
                ids.stream().map(id -> new Object[] {at.toEpochMilli(), id}).collect(Collectors.toList()));
        return Arrays.stream(counts).sum();
    }
}
