package dev.imagegateway.ledger;

import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.store.Reads;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * The ledger's record of the images that the gateway keeps. The rows of a generation are written together with its
 * settlement. Every method throws a {@link GatewayException} of {@code ledger-unavailable} if the database does not
 * respond in time.
 */
public final class ImageRecords {

    /**
     * How long an image belongs to the process that settled its generation or took its copy. A process renews this while
     * it works on the copy. If it dies, the image waits no longer than this for another process.
     */
    public static final Duration COPY_LEASE = Duration.ofSeconds(15);

    private static final Duration WRITE_WITHIN = Duration.ofSeconds(30);

    private final LedgerWriter writer;
    private final Reads quickReads;
    private final Reads reads;
    private final Clock clock;

    ImageRecords(LedgerWriter writer, Reads quickReads, Reads reads, Clock clock) {
        this.writer = writer;
        this.quickReads = quickReads;
        this.reads = reads;
        this.clock = clock;
    }

    /** Finds an image. */
    public Optional<ImageRecord> find(String id) {
        return quickReads.read(jdbc -> new ImageRows(jdbc).find("id = ?", id)).stream()
                .findFirst();
    }

    /** Finds those of these images that exist. */
    public List<ImageRecord> find(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : quickReads.read(jdbc -> new ImageRows(jdbc).find("id IN " + VendorRows.places(ids), ids.toArray()));
    }

    /** Returns those of these ids that belong to generations of this ledger, whether or not there is such an image. */
    public Set<String> ofThisLedger(Collection<String> ids) {
        var generations = ids.stream().collect(Collectors.groupingBy(ImageRecord::generation));
        if (generations.isEmpty()) {
            return Set.of();
        }
        return reads
                .read(jdbc -> jdbc.queryForList(
                        "SELECT id FROM generation WHERE id IN " + VendorRows.places(generations.keySet()),
                        String.class,
                        generations.keySet().toArray()))
                .stream()
                .flatMap(generation -> Objects.requireNonNull(generations.get(generation)).stream())
                .collect(Collectors.toSet());
    }

    /**
     * Takes images that are due for {@link #COPY_LEASE}, those first that have been due for longest.
     *
     * @param most maximum number of images
     */
    public List<ImageRecord> takeDue(int most) {
        return write("copies that are due", jdbc -> {
            var now = clock.instant();
            var due = new ImageRows(jdbc)
                    .find(
                            "state = 'PENDING' AND next_try_at <= ? ORDER BY next_try_at, id LIMIT ?",
                            now.toEpochMilli(),
                            most);
            // on PostgreSQL, another process may have taken some of them in the meantime
            return due.stream().filter(image -> take(jdbc, image.id(), now)).toList();
        });
    }

    /** Takes one image for {@link #COPY_LEASE}. Returns false if it is not due, or if somebody else has it. */
    public boolean take(String id) {
        return write("a copy that somebody waits for", jdbc -> take(jdbc, id, clock.instant()));
    }

    private static boolean take(JdbcTemplate jdbc, String id, Instant now) {
        return jdbc.update("""
                        UPDATE image SET next_try_at = ? WHERE id = ? AND state = 'PENDING' AND next_try_at <= ?""", now.plus(COPY_LEASE).toEpochMilli(), id, now.toEpochMilli()) == 1;
    }

    /** Keeps images for another {@link #COPY_LEASE}. Never shortens the pause of a copy that has just failed. */
    public void renew(Collection<String> ids) {
        write("copies that are under way", jdbc -> {
            var end = clock.instant().plus(COPY_LEASE).toEpochMilli();
            return jdbc.batchUpdate(
                    "UPDATE image SET next_try_at = ? WHERE id = ? AND state = 'PENDING' AND next_try_at < ?",
                    ids.stream().map(id -> new Object[] {end, id, end}).toList());
        });
    }

    /**
     * Records copies that are in the store, in one transaction.
     *
     * @return the client of each image that turned out to be blocked
     */
    public List<String> kept(Map<String, ImageFacts> copies) {
        return write("copies of images", jdbc -> {
            var blocked = copies.entrySet().stream()
                    .filter(copy -> Boolean.TRUE.equals(copy.getValue().blocked()))
                    .flatMap(copy -> jdbc.queryForList("""
                                    SELECT client FROM image
                                    WHERE id = ? AND blocked IS NULL AND state IN ('PENDING', 'FAILED')""", String.class, copy.getKey()).stream())
                    .toList();
            copies.forEach((id, facts) -> jdbc.update(
                    """
                    UPDATE image SET state = 'KEPT', sha256 = ?, media_type = ?, bytes = ?, width = ?, height = ?,
                        next_try_at = NULL, tries = tries + 1, blocked = COALESCE(blocked, ?)
                    WHERE id = ? AND state IN ('PENDING', 'FAILED')""",
                    facts.sha256(),
                    facts.mediaType(),
                    facts.bytes(),
                    facts.width(),
                    facts.height(),
                    new SqlParameterValue(Types.INTEGER, ImageRows.number(facts.blocked())),
                    id));
            return blocked;
        });
    }

    /**
     * Records a copy that failed.
     *
     * @param retryAfter when it is tried again; null if never
     */
    public void failed(String id, String reason, @Nullable Duration retryAfter) {
        write("a failed copy", jdbc -> {
            if (retryAfter == null) {
                jdbc.update("""
                        UPDATE image SET state = 'FAILED', reason = ?, next_try_at = NULL, tries = tries + 1
                        WHERE id = ? AND state = 'PENDING'""", reason, id);
            } else {
                jdbc.update(
                        "UPDATE image SET reason = ?, next_try_at = ?, tries = tries + 1 WHERE id = ? AND state = 'PENDING'",
                        reason,
                        clock.instant().plus(retryAfter).toEpochMilli(),
                        id);
            }
            return true;
        });
    }

    /** Marks an image as removed. Returns whether it was kept or to be kept. */
    public boolean remove(String id, String reason) {
        return write("a removed image", jdbc -> jdbc.update("""
                                UPDATE image SET state = 'REMOVED', reason = ?, next_try_at = NULL
                                WHERE id = ? AND state <> 'REMOVED'""", reason, id) == 1);
    }

    /** Finds kept images that have expired, oldest first. */
    public List<ImageRecord> expired(int most) {
        return reads.read(jdbc -> new ImageRows(jdbc)
                .find(
                        "state = 'KEPT' AND expires_at <= ? ORDER BY expires_at LIMIT ?",
                        clock.instant().toEpochMilli(),
                        most));
    }

    /** Finds the oldest kept images. */
    public List<ImageRecord> oldest(int most) {
        return reads.read(jdbc -> new ImageRows(jdbc).find("state = 'KEPT' ORDER BY created_at, id LIMIT ?", most));
    }

    /** Returns the size of all kept images in bytes. Reads an index of them. */
    public long keptBytes() {
        return reads.read(jdbc -> Objects.requireNonNull(
                jdbc.queryForObject("SELECT COALESCE(SUM(bytes), 0) FROM image WHERE state = 'KEPT'", Long.class)));
    }

    /** Returns those of these contents that a kept image has. */
    public List<String> contents(Collection<String> sha256) {
        return sha256.isEmpty()
                ? List.of()
                : reads.read(jdbc -> jdbc.queryForList(
                        "SELECT DISTINCT sha256 FROM image WHERE state = 'KEPT' AND sha256 IN "
                                + VendorRows.places(sha256),
                        String.class,
                        sha256.toArray()));
    }

    /** Returns the key that signs URLs. The first process that asks stores its proposal for all. */
    public Secret signingKey(Secret proposal) {
        return Secret.of(write("the key that signs URLs", jdbc -> {
            jdbc.update(
                    "INSERT INTO signing_key (id, secret) VALUES (1, ?) ON CONFLICT (id) DO NOTHING",
                    proposal.expose());
            return Objects.requireNonNull(
                    jdbc.queryForObject("SELECT secret FROM signing_key WHERE id = 1", String.class));
        }));
    }

    private <T> T write(String name, Function<JdbcTemplate, T> work) {
        return writer.require(new Task<>(name, work), WRITE_WITHIN);
    }
}
