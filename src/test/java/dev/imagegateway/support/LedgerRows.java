package dev.imagegateway.support;

import dev.imagegateway.support.process.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ledger's tables, seen past the gateway that writes them.
 *
 * @param url as JDBC has it
 * @param settings by which a gateway uses this ledger
 */
public record LedgerRows(String url, String user, String password, Map<String, String> settings) {

    /**
     * A generation.
     *
     * @param used credits, if it is settled
     * @param evidence who says so
     */
    public record Row(
            String id,
            String state,
            @Nullable Long used,
            @Nullable String evidence,
            boolean reconciled,
            @Nullable Long vendor) {}

    public static LedgerRows sqlite() {
        Path folder = DataFolders.fresh();
        return new LedgerRows(
                "jdbc:sqlite:" + folder.resolve("ledger.db") + "?busy_timeout=60000",
                "",
                "",
                Map.of("gateway.ledger.directory", folder.toString()));
    }

    public static LedgerRows postgres() {
        var database = PostgresServer.shared().newDatabase();
        return new LedgerRows(
                database.url(),
                database.user(),
                database.password(),
                Map.of(
                        "spring.datasource.url", database.url(),
                        "spring.datasource.username", database.user(),
                        "spring.datasource.password", database.password()));
    }

    /** A copy of a ledger that no gateway uses at the moment. */
    public LedgerRows copy() {
        var folder = settings.get("gateway.ledger.directory");
        return folder == null ? copyOfDatabase() : copyOfFolder(Path.of(folder));
    }

    private static LedgerRows copyOfFolder(Path folder) {
        var copy = sqlite();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.copy(
                        file,
                        Path.of(Objects.requireNonNull(copy.settings().get("gateway.ledger.directory")))
                                .resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    private LedgerRows copyOfDatabase() {
        var name = url.replaceAll("^.*/|\\?.*$", "");
        var other = PostgresServer.shared().newDatabase();
        var copied = name + "_copied_to_" + other.url().replaceAll("^.*/|\\?.*$", "");
        try (var connection = DriverManager.getConnection(other.url(), user, password);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + copied + "\" TEMPLATE \"" + name + "\"");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        var copy = new HashMap<>(settings);
        copy.put("spring.datasource.url", url.replace("/" + name, "/" + copied));
        return new LedgerRows(url.replace("/" + name, "/" + copied), user, password, copy);
    }

    public String[] with(String... more) {
        var all = new ArrayList<>(List.of(more));
        settings.forEach((name, value) -> all.add("--" + name + "=" + value));
        return all.toArray(String[]::new);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    public List<Row> all() {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT id, state, credits_used, evidence, reconciled_at, vendor_credits FROM generation"
                                + " ORDER BY held_at, id")) {
            var all = new ArrayList<Row>();
            while (rows.next()) {
                all.add(new Row(
                        rows.getString(1),
                        rows.getString(2),
                        number(rows.getString(3)),
                        rows.getString(4),
                        rows.getString(5) != null,
                        number(rows.getString(6))));
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Long.valueOf(text);
    }

    public Row only() {
        var all = all();
        if (all.size() != 1) {
            throw new AssertionError("not one: " + all);
        }
        return all.getFirst();
    }

    /** Credits that are spent by the generations' rows. */
    public long used() {
        return answer("SELECT COALESCE(SUM(credits_used), 0) FROM generation");
    }

    /** Credits that all clients' account of each of the periods has spent, and holds. */
    public List<Long> accounts(String column) {
        return List.of("hour", "day", "month").stream()
                .map(period -> answer("SELECT COALESCE(SUM(" + column + "), 0) FROM account WHERE client = '*'"
                        + " AND period = '" + period + "'"))
                .toList();
    }

    public long answer(String query) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets everything have been read with a clock that was so much ahead. */
    public void readWithClockAhead(Duration by) {
        change("UPDATE bookmark SET read_to = read_to + " + by.toMillis());
        if (!url.startsWith("jdbc:sqlite:")) {
            change("UPDATE shedlock SET lock_until = lock_until + make_interval(secs => " + by.toSeconds() + ")");
        }
    }

    /** Lets all callers have been told of their images so much earlier. */
    public void answeredEarlier(Duration by) {
        change("UPDATE generation SET answered_at = answered_at - " + by.toMillis());
    }

    /** Lets all generations have ended, and all claims been made, so much earlier. */
    public void endedEarlier(Duration by) {
        change("UPDATE generation SET ended_at = ended_at - " + by.toMillis());
        change("UPDATE claim SET expires_at = expires_at - " + by.toMillis());
    }

    /** Lets no image have been copied, as if a process had died just after it had taken them all. */
    public void copiesDied() {
        change("UPDATE image SET state = 'PENDING', tries = 0, sha256 = NULL, next_try_at = created_at + 3600000");
    }

    /** Runs a statement past every gateway. */
    public void change(String statement) {
        try (var connection = connect();
                var update = connection.createStatement()) {
            update.executeUpdate(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets all generations have been held so much earlier. */
    public void age(Duration by) {
        change(String.format(
                Locale.ROOT,
                "UPDATE generation SET held_at = held_at - %d, deadline = deadline - %d",
                by.toMillis(),
                by.toMillis()));
    }
}
