package dev.imagegateway.ledger;

import static dev.imagegateway.ledger.LedgerFixture.DONE;
import static dev.imagegateway.ledger.LedgerFixture.client;
import static dev.imagegateway.ledger.LedgerFixture.cost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.ledger.LedgerFixture.Place;
import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A SQLite ledger is opened only if it knows all that it knew before. */
class SqliteStartTests {

    private static final Pattern ACCEPT = Pattern.compile("gateway\\.ledger\\.accept=(\\S+)$");

    @TempDir
    private Path folders;

    /** What a process that was killed left behind: two generations, of which the database knows only with its log. */
    private Path folder;

    @BeforeEach
    void kill() throws IOException {
        folder = killed("killed");
    }

    private Path killed(String name) throws IOException {
        var copy = Files.createDirectory(folders.resolve(name));
        try (var books = open(folders.resolve(name + "-alive"), "")) {
            books.held(client("a"), 70).settle(cost(50), DONE).join();
            books.held(client("a"), 70).settle(cost(50), DONE).join();
            for (var file : new String[] {"ledger.id", "ledger.db", "ledger.db-wal"}) {
                Files.copy(folders.resolve(name + "-alive").resolve(file), copy.resolve(file));
            }
        }
        return copy;
    }

    static LedgerFixture open(Path folder, String accept) {
        // no heartbeat while files are copied
        return LedgerFixture.open(
                new Place(folder, null, null, null),
                new OperatorBudget(null, null, null, ZoneOffset.UTC),
                Duration.ofMinutes(5),
                accept);
    }

    private static String refusal(Path folder, String accept) {
        try (var _ = open(folder, accept)) {
            throw new AssertionError("it started");
        } catch (StartupException e) {
            assertThat(e).hasMessageNotContaining("\n");
            return Objects.requireNonNull(e.getMessage());
        }
    }

    interface Damage {
        void to(Path folder, SqliteStartTests test) throws IOException, SQLException;
    }

    private static Named<Damage> damage(String name, Damage damage) {
        return Named.of(name, damage);
    }

    static Stream<Named<Damage>> losses() {
        return Stream.of(
                damage("log missing", (folder, _) -> Files.delete(folder.resolve("ledger.db-wal"))),
                damage("log empty", (folder, _) -> truncate(folder.resolve("ledger.db-wal"), 0)),
                damage("log without its last commit", (folder, _) -> truncate(folder.resolve("ledger.db-wal"), -1)),
                damage("log torn in the middle", (folder, _) -> truncate(folder.resolve("ledger.db-wal"), 100_000)),
                damage("log of zeros", (folder, _) -> Files.write(folder.resolve("ledger.db-wal"), new byte[50_000])),
                damage(
                        "log of another ledger",
                        (folder, test) -> Files.copy(
                                test.killed("other").resolve("ledger.db-wal"),
                                folder.resolve("ledger.db-wal"),
                                StandardCopyOption.REPLACE_EXISTING)),
                damage("database of another ledger", (folder, test) -> {
                    for (var file : new String[] {"ledger.db", "ledger.db-wal"}) {
                        Files.copy(
                                test.killed("other-" + file).resolve(file),
                                folder.resolve(file),
                                StandardCopyOption.REPLACE_EXISTING);
                    }
                }),
                damage("database empty", (folder, _) -> truncate(folder.resolve("ledger.db"), 0)),
                damage("database missing", (folder, _) -> Files.delete(folder.resolve("ledger.db"))),
                damage("ledger.id missing", (folder, _) -> Files.delete(folder.resolve("ledger.id"))),
                damage("ledger.id empty", (folder, _) -> truncate(folder.resolve("ledger.id"), 0)));
    }

    /** @param length if negative, so many bytes less */
    private static void truncate(Path file, long length) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(length < 0 ? open.length() + length : length);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void whatKnowsLessIsRefusedAndChangedByNothingUntilItIsAccepted(Damage damage) throws Exception {
        damage.to(folder, this);
        var database = folder.resolve("ledger.db");
        var before = Files.exists(database) ? Files.readAllBytes(database) : null;

        var refusal = refusal(folder, "");

        assertThat(refusal).contains(database.toString(), "restore");
        assertThat(Files.exists(database) ? Files.readAllBytes(database) : null).isEqualTo(before);
        var accept = ACCEPT.matcher(refusal);
        assertThat(accept.find()).as(refusal).isTrue();
        assertThat(refusal(folder, accept.group(1) + "0")).isEqualTo(refusal);
        try (var books = open(folder, accept.group(1))) {
            books.held(client("a"), 70).settle(cost(50), DONE).join();
        }
        // what is accepted is what counts from now on
        open(folder, "").close();
    }

    @Test
    void whatKnowsAllIsOpened() throws IOException, SQLException {
        try (var books = open(folder, "")) {
            assertThat(books.entries()).hasSize(2);
        }
        // what others read, and checkpoint, is not lost
        var again = killed("again");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + again.resolve("ledger.db"));
                var statement = connection.createStatement()) {
            statement.executeQuery("SELECT COUNT(*) FROM generation").close();
        }
        assertThat(again.resolve("ledger.db-wal")).doesNotExist();
        try (var books = open(again, "")) {
            assertThat(books.entries()).hasSize(2);
        }
    }

    @Test
    void aTornMarkCountsOneCommitLess() throws IOException {
        var mark = Files.readString(folder.resolve("ledger.id"));
        var lines = mark.lines().toList();
        var newest = lines.get(1).compareTo(lines.get(2)) > 0 ? 1 : 2;
        Files.writeString(folder.resolve("ledger.id"), mark.replace(lines.get(newest), "0".repeat(28)));

        try (var books = open(folder, "")) {
            assertThat(books.entries()).hasSize(2);
        }
    }

    @Test
    void aMarkThatIsDeletedWhileItRunsIsWrittenAgain() throws IOException {
        var alive = folders.resolve("alive");
        try (var books = open(alive, "")) {
            Files.delete(alive.resolve("ledger.id"));
            // as each renewal of the lease does
            books.open.store().sync();
            books.held(client("a"), 70).settle(cost(50), DONE).join();
        }
        open(alive, "").close();
    }

    @Test
    void anOlderCopyIsRefused() throws IOException {
        open(folder, "").close();
        var backup = Files.copy(folder.resolve("ledger.db"), folder.resolve("backup"));
        try (var books = open(folder, "")) {
            books.held(client("a"), 70).settle(cost(50), DONE).join();
        }
        Files.copy(backup, folder.resolve("ledger.db"), StandardCopyOption.REPLACE_EXISTING);

        var refusal = refusal(folder, "");

        assertThat(refusal).contains("older copy");
        var accept = ACCEPT.matcher(refusal);
        assertThat(accept.find()).isTrue();
        try (var books = open(folder, accept.group(1))) {
            assertThat(books.entries()).hasSize(2);
        }
    }

    @Test
    void aLedgerFromBeforeThereWasAnIdentityGetsOne() throws IOException, SQLException {
        open(folder, "").close();
        Files.delete(folder.resolve("ledger.id"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                var statement = connection.createStatement()) {
            for (var later : List.of("ledger_identity", "observed_price", "unmatched_row", "image", "signing_key")) {
                statement.executeUpdate("DROP TABLE " + later);
            }
            statement.executeUpdate("DROP INDEX generation_request");
            statement.executeUpdate("ALTER TABLE generation DROP COLUMN price_units");
            statement.executeUpdate("ALTER TABLE generation DROP COLUMN no_seed");
            statement.executeUpdate("ALTER TABLE generation DROP COLUMN attempt_log");
            statement.executeUpdate("DELETE FROM flyway_schema_history WHERE CAST(version AS INTEGER) >= 4");
        }

        try (var books = open(folder, "")) {
            assertThat(books.entries()).hasSize(2);
        }
        assertThat(folder.resolve("ledger.id")).exists();
    }

    static Stream<Named<Damage>> strangers() {
        return Stream.of(
                damage("a folder", (folder, _) -> {
                    Files.delete(folder.resolve("ledger.db"));
                    Files.createDirectory(folder.resolve("ledger.db"));
                }),
                damage("a symbolic link", (folder, _) -> {
                    Files.move(folder.resolve("ledger.db"), folder.resolve("elsewhere"));
                    Files.createSymbolicLink(folder.resolve("ledger.db"), folder.resolve("elsewhere"));
                }),
                damage("no database", (folder, _) -> {
                    // with its log, which has all of its pages, it would be whole
                    Files.delete(folder.resolve("ledger.db-wal"));
                    Files.writeString(folder.resolve("ledger.db"), "x".repeat(9000));
                }),
                damage("another application's database", (folder, _) -> {
                    Files.delete(folder.resolve("ledger.db"));
                    Files.delete(folder.resolve("ledger.db-wal"));
                    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                            var statement = connection.createStatement()) {
                        statement.executeUpdate("CREATE TABLE other (id TEXT)");
                    }
                }),
                damage("a log without its database, in a folder without ledger.id", (folder, _) -> {
                    Files.delete(folder.resolve("ledger.db"));
                    Files.delete(folder.resolve("ledger.id"));
                }),
                damage("an empty file, in a folder without ledger.id", (folder, _) -> {
                    Files.delete(folder.resolve("ledger.id"));
                    Files.newByteChannel(
                                    folder.resolve("ledger.db"),
                                    StandardOpenOption.TRUNCATE_EXISTING,
                                    StandardOpenOption.WRITE)
                            .close();
                }));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void whatIsNoLedgerIsRefusedInOneSentence(Damage damage) throws Exception {
        damage.to(folder, this);
        assertThat(refusal(folder, "")).contains(folder.resolve("ledger.db").toString());
    }

    @Test
    void aSecondProcessIsRefusedByWhateverPathThoughTheLockFileIsGone() throws Exception {
        var alive = folders.resolve("alive");
        try (var books = open(alive, "")) {
            // connections come and go, which must not cost this process its lock
            books.connect().close();
            var link = Files.createSymbolicLink(folders.resolve("link"), alive);
            for (var path : new Path[] {alive, link}) {
                Files.delete(alive.resolve("ledger.lock"));
                assertThat(LedgerProcess.open(path)).contains("another gateway uses the data directory " + path);
            }
            books.held(client("a"), 70).settle(cost(50), DONE).join();
        }
        assertThat(LedgerProcess.open(alive)).contains("open");
    }

    @Test
    void nothingIsAttemptedOnceTheDatabaseIsGone() throws IOException {
        var alive = folders.resolve("alive");
        try (var books = open(alive, "")) {
            var held = books.held(client("a"), 70);
            assertThat(held.mayAttempt()).isTrue();
            var moved = Files.move(alive.resolve("ledger.db"), alive.resolve("moved"));

            assertThat(held.mayAttempt()).isFalse();
            assertThatThrownBy(() -> books.hold(client("a"), 70)).hasMessageContaining("books");

            Files.move(moved, alive.resolve("ledger.db"));
            assertThat(held.mayAttempt()).isTrue();
            assertThat(held.settle(cost(50), DONE).join()).isTrue();
        }
    }
}
