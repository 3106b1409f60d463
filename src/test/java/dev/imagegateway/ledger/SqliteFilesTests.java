package dev.imagegateway.ledger;

import static dev.imagegateway.ledger.LedgerFixture.DONE;
import static dev.imagegateway.ledger.LedgerFixture.client;
import static dev.imagegateway.ledger.LedgerFixture.cost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash, a full disk or an interrupt leaves of a ledger's files neither locks it out nor is taken for another. */
class SqliteFilesTests {

    @TempDir
    private Path folders;

    private static LedgerFixture open(Path folder) {
        return SqliteStartTests.open(folder, "");
    }

    private static void generate(LedgerFixture books) {
        books.held(client("a"), 70).settle(cost(50), DONE).join();
    }

    private static void copy(Path from, Path to, String... names) throws IOException {
        Files.createDirectories(to);
        for (var name : names) {
            Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a?mode=memory", "a%3Fb", "a#b", "a b&c=d", "ä;"})
    void folderIsOnlyAPath(String name) {
        var odd = folders.resolve(name);
        try (var books = open(odd)) {
            generate(books);
        }
        try (var books = open(odd)) {
            assertThat(books.entries()).hasSize(1);
        }
        assertThat(odd.resolve("ledger.db")).isNotEmptyFile();
    }

    @Test
    void aRollbackJournalOfAKilledStartIsRolledBack() throws IOException, SQLException {
        var folder = folders.resolve("stopped");
        try (var books = open(folder)) {
            generate(books);
        }
        var killed = folders.resolve("killed");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
            // pages go to the database before the commit, so that its journal is needed
            statement.execute("PRAGMA cache_size = 1");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("DELETE FROM generation");
            statement.execute("CREATE TABLE filler AS SELECT randomblob(200000) AS bytes");
            copy(folder, killed, "ledger.id", "ledger.db", "ledger.db-journal");
            statement.execute("ROLLBACK");
        }

        try (var books = open(killed)) {
            assertThat(books.entries()).hasSize(1);
        }
    }

    @Test
    void aFirstStartThatFailsAfterTheFileWasCreatedCanBeRepeated() throws IOException {
        var folder = Files.createDirectory(folders.resolve("full"));
        // in its place, SQLite creates the database and cannot write it, as on a full disk
        var obstacle = Files.createDirectory(folder.resolve("ledger.db-journal"));
        assertThatThrownBy(() -> open(folder).close()).isInstanceOf(StartupException.class);
        assertThat(folder.resolve("ledger.db")).isEmptyFile();
        Files.delete(obstacle);

        try (var books = open(folder)) {
            generate(books);
        }
        try (var books = open(folder)) {
            assertThat(books.entries()).hasSize(1);
        }
    }

    @Test
    void anOlderDatabaseUnderTheNewestLogIsRefused() throws IOException {
        var folder = folders.resolve("alive");
        try (var books = open(folder)) {
            generate(books);
        }
        var older = folders.resolve("older");
        copy(folder, older, "ledger.db");
        for (int i = 0; i < 3; i++) {
            try (var books = open(folder)) {
                generate(books);
            }
        }
        var killed = folders.resolve("killed");
        try (var books = open(folder)) {
            generate(books);
            copy(folder, killed, "ledger.id", "ledger.db", "ledger.db-wal");
            copy(folder, older, "ledger.id", "ledger.db-wal");
        }

        assertThatThrownBy(() -> open(older).close())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(older.resolve("ledger.db").toString())
                .hasMessageNotContaining("gateway.ledger.accept");
        try (var books = open(killed)) {
            assertThat(books.entries()).hasSize(5);
        }
    }

    @Test
    void aMarkThatCannotBeWrittenAgainAtOnceIsWrittenLater() throws IOException {
        var folder = folders.resolve("alive");
        try (var books = open(folder)) {
            Files.delete(folder.resolve("ledger.id"));
            var obstacle = Files.createDirectory(folder.resolve("ledger.id.new"));
            assertThatThrownBy(books.open.store()::sync).isInstanceOf(UncheckedIOException.class);
            generate(books);

            Files.delete(obstacle);
            books.open.store().sync();
            generate(books);
        }
        open(folder).close();
    }

    @Test
    void anInterruptCostsNoLaterCommit() throws IOException {
        var folder = folders.resolve("alive");
        try (var books = open(folder)) {
            Thread.currentThread().interrupt();
            try {
                books.open.store().sync();
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageContaining("ledger.id");
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            generate(books);
        }
        try (var books = open(folder)) {
            assertThat(books.entries()).extracting(Entry::state).containsExactly(State.SETTLED);
        }
    }
}
