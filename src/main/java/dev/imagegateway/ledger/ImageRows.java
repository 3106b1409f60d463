package dev.imagegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads and writes the rows of table {@code image}. */
final class ImageRows {

    private static final String SELECT = """
            SELECT id, generation, client, state, reason, url, sha256, media_type, bytes, width, height, created_at,
                expires_at, tries, blocked
            FROM image WHERE\s""";

    private final JdbcTemplate jdbc;

    ImageRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param rest a condition, optionally followed by an order */
    List<ImageRecord> find(String rest, Object... arguments) {
        return jdbc.query(SELECT + rest, (row, _) -> image(row), arguments);
    }

    /** Adds the images of a generation that was just settled. Rows that exist are left as they are. */
    void insert(String generation, String client, List<NewImage> images, Instant at) {
        for (int i = 0; i < images.size(); i++) {
            var image = images.get(i);
            var facts = image.facts();
            jdbc.update(
                    """
                    INSERT INTO image (id, generation, position, client, state, url, sha256, media_type, bytes, width,
                        height, created_at, expires_at, tries, next_try_at, blocked)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
                    ON CONFLICT (id) DO NOTHING""",
                    new Object[] {
                        ImageRecord.id(generation, i),
                        generation,
                        i,
                        client,
                        (facts == null ? ImageState.PENDING : ImageState.KEPT).name(),
                        image.url(),
                        facts == null ? null : facts.sha256(),
                        facts == null ? null : facts.mediaType(),
                        facts == null ? null : facts.bytes(),
                        facts == null ? null : facts.width(),
                        facts == null ? null : facts.height(),
                        at.toEpochMilli(),
                        at.plus(image.keep()).toEpochMilli(),
                        facts == null ? at.plus(ImageRecords.COPY_LEASE).toEpochMilli() : null,
                        number(image.knownBlocked())
                    },
                    new int[] {
                        Types.VARCHAR,
                        Types.VARCHAR,
                        Types.INTEGER,
                        Types.VARCHAR,
                        Types.VARCHAR,
                        Types.VARCHAR,
                        Types.VARCHAR,
                        Types.VARCHAR,
                        Types.BIGINT,
                        Types.INTEGER,
                        Types.INTEGER,
                        Types.BIGINT,
                        Types.BIGINT,
                        Types.BIGINT,
                        Types.INTEGER
                    });
        }
    }

    /**
     * Makes all images due, the oldest first, whose copies died with their process. Those that have failed before keep
     * their pauses.
     */
    int release() {
        return jdbc.update("UPDATE image SET next_try_at = created_at WHERE state = 'PENDING' AND tries = 0");
    }

    private static ImageRecord image(ResultSet row) throws SQLException {
        var sha256 = row.getString("sha256");
        return new ImageRecord(
                row.getString("id"),
                row.getString("generation"),
                row.getString("client"),
                ImageState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("url"),
                facts(row, sha256),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                row.getInt("tries"),
                blocked(row));
    }

    private static @Nullable ImageFacts facts(ResultSet row, @Nullable String sha256) throws SQLException {
        return sha256 == null
                ? null
                : new ImageFacts(
                        sha256,
                        row.getString("media_type"),
                        row.getLong("bytes"),
                        row.getInt("width"),
                        row.getInt("height"),
                        blocked(row));
    }

    /** Returns whether an image is blocked as it is stored. */
    static @Nullable Integer number(@Nullable Boolean blocked) {
        return blocked == null ? null : blocked ? 1 : 0;
    }

    /** Returns whether an image is blocked; null if that is not known. */
    static @Nullable Boolean blocked(ResultSet row) throws SQLException {
        var number = row.getInt("blocked");
        return row.wasNull() ? null : number == 1;
    }
}
