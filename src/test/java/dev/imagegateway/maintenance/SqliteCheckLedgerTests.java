package dev.imagegateway.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.Program;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SqliteCheckLedgerTests extends CheckLedgerContract {

    @Override
    LedgerRows newLedger() {
        return LedgerRows.sqlite();
    }

    private static Path folder(LedgerRows ledger) {
        return Path.of(Objects.requireNonNull(ledger.settings().get("gateway.ledger.directory")));
    }

    @Test
    void commandRunsInsteadOfTheGatewayWithoutKeyAndClients() {
        var copy = mixed.ledger.copy();
        var directory = folder(copy);

        var checked = Program.run(
                Map.of(), "check-ledger", directory.resolve("ledger.db").toString(), "--json");

        assertThat(checked.exit()).as(checked.output()).isZero();
        assertThat(checked.output().lines()).last().asString().startsWith("{\"database\":\"SQLite ");
        // nothing is left beside the file
        assertThat(names(directory)).doesNotContain("ledger.db-wal", "ledger.db-shm");
    }

    private static List<String> names(Path directory) {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void missingFileIsAnErrorAndNoFinding() {
        var checked = CommandRun.check(LedgerRows.sqlite());

        assertThat(checked.status()).isEqualTo(2);
        assertThat(checked.err()).contains("there is no ledger ", "gateway.ledger.directory");
    }

    @Test
    void damagedPagesAreFound() throws IOException {
        var ledger = mixed.ledger.copy();
        var file = folder(ledger).resolve("ledger.db");
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            // the last page, which is that of an index or of rows
            open.seek(open.length() - 4096);
            open.write(new byte[4096]);
        }

        var checked = CommandRun.check(ledger);

        assertThat(checked.status()).as(checked.toString()).isEqualTo(1);
        assertThat(checked.out()).contains("damage: ", "restore the newest backup");
    }

    @Test
    void olderCopyThanItsMarkIsFound() throws IOException {
        var ledger = mixed.ledger.copy();
        ledger.change("UPDATE ledger_identity SET commits = commits - 1");
        assertThat(CommandRun.check(ledger).out()).contains("identity: ", "older copy");

        Files.delete(folder(ledger).resolve("ledger.id"));
        assertThat(CommandRun.check(ledger).out()).contains("identity: ", "ledger.id is missing");
    }

    @Test
    void copyOfTheFileAloneIsCheckedInAFolderThatCannotBeWritten() throws IOException {
        var alone = DataFolders.fresh();
        var copy = Files.copy(folder(mixed.ledger).resolve("ledger.db"), alone.resolve("of-may.db"));
        assertThat(alone.toFile().setWritable(false)).isTrue();

        var checked = CommandRun.of(new CheckLedgerCommand(), "check-ledger", copy.toString(), "--json");
        assertThat(alone.toFile().setWritable(true)).isTrue();

        assertThat(checked.status()).as(checked.toString()).isZero();
        assertThat(checked.json().at("/figures/total/settled").asInt()).isEqualTo(3);
        assertThat(names(alone)).containsExactly("of-may.db");
    }
}
