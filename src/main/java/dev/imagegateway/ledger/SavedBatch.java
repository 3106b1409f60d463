package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Savings that are written together and exactly once, however often the write is retried and even if the result of a
 * write was lost.
 *
 * @param process the id of the process
 * @param stamp increases with each batch of the process
 * @param sums in the order in which every writer locks
 */
record SavedBatch(String process, long stamp, SortedMap<SavingKey, Sums> sums) {

    private static final String PREFIX = "savings of ";

    /** The number of responses, the number of their images, and the original cost of these. */
    record Sums(long answers, long images, long credits) {

        Sums plus(Sums other) {
            return new Sums(
                    Math.addExact(answers, other.answers),
                    Math.addExact(images, other.images),
                    Math.addExact(credits, other.credits));
        }
    }

    /** Adds the sums unless they were added before. Returns whether they were added. */
    boolean write(JdbcTemplate jdbc) {
        // a retry waits here for an earlier write that is still committing, and then sees its stamp
        var isNew = jdbc.update("""
                INSERT INTO bookmark (name, read_to) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET read_to = excluded.read_to
                WHERE bookmark.read_to < excluded.read_to""", PREFIX + process, stamp) == 1;
        if (isNew) {
            add(jdbc);
        }
        return isNew;
    }

    private void add(JdbcTemplate jdbc) {
        var rows = List.copyOf(sums.entrySet());
        jdbc.batchUpdate("""
                INSERT INTO saving (hour_at, day_at, month_at, client, user_tag, model, kind, answers, images, credits)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (hour_at, day_at, month_at, client, user_tag, model, kind) DO UPDATE SET
                    answers = saving.answers + excluded.answers,
                    images = saving.images + excluded.images,
                    credits = saving.credits + excluded.credits""", rows.stream().map(SavedBatch::values).toList());
    }

    private static Object[] values(Map.Entry<SavingKey, Sums> row) {
        var key = row.getKey();
        var sum = row.getValue();
        return new Object[] {
            key.hourAt(),
            key.dayAt(),
            key.monthAt(),
            key.client(),
            key.userTag(),
            key.model(),
            key.kind(),
            sum.answers(),
            sum.images(),
            sum.credits()
        };
    }

    /** Deletes the stamps of processes that have written nothing since then. None of them may still be retrying. */
    static int forget(JdbcTemplate jdbc, Instant before) {
        return jdbc.update(
                "DELETE FROM bookmark WHERE name LIKE '" + PREFIX + "%' AND read_to < ?", before.toEpochMilli());
    }
}
