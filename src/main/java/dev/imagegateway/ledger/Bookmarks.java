package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads and writes the named times that the ledger remembers, within one transaction. */
final class Bookmarks {

    private final JdbcTemplate jdbc;

    Bookmarks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Instant> find(String name) {
        return jdbc.queryForList("SELECT read_to FROM bookmark WHERE name = ?", Long.class, name).stream()
                .map(Instant::ofEpochMilli)
                .findFirst();
    }

    /** Stores a time under this name, in place of an earlier one. Returns the number of written rows. */
    int put(String name, Instant time) {
        return jdbc.update(
                "INSERT INTO bookmark (name, read_to) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET read_to = excluded.read_to",
                name,
                time.toEpochMilli());
    }
}
