package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sums of savings that are written together, once: however often it is tried, and whatever became of the first try.
 *
 * @param process whose they are
 * @param stamp its place among the process's batches: higher than that of every one before
 * @param sums in the order in which every writer locks
 */
record SavedBatch(String process, long stamp, SortedMap<SavingKey, Sums> sums) {

    private static final String PREFIX = "savings of ";

    /** How many answers, their images, and what these had cost. */
    record Sums(long answers, long images, long credits) {

        Sums plus(Sums other) {
            return new Sums(
                    Math.addExact(answers, other.answers),
                    Math.addExact(images, other.images),
                    Math.addExact(credits, other.credits));
        }
    }

    /** Adds them to the store's, unless they are there already; whether they were not. */
    boolean write(JdbcTemplate jdbc) {
        // a second try waits here for a first one whose commit is still under way, and sees that it was written
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

    /** Forgets how far processes had come that wrote nothing since; none of them may still be trying. */
    static int forget(JdbcTemplate jdbc, Instant before) {
        return jdbc.update(
                "DELETE FROM bookmark WHERE name LIKE '" + PREFIX + "%' AND read_to < ?", before.toEpochMilli());
    }
}
