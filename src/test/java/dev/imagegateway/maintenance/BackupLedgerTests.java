package dev.imagegateway.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.ReconciliationFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code backup-ledger} copies a file that is in use, and the copy can be restored. */
class BackupLedgerTests {

    private static final Pattern ACCEPT = Pattern.compile("gateway\\.ledger\\.accept=(\\S+)");

    @Test
    void copyMadeBesideTheGatewayIsRestoredAndWhatItLacksIsFound() throws IOException {
        try (var mixed = MixedLedger.in(LedgerRows.sqlite())) {
            var folder = Path.of(Objects.requireNonNull(mixed.ledger.settings().get("gateway.ledger.directory")));
            var file = DataFolders.fresh().resolve("of-may.db");
            try (var gateway = mixed.filled()) {
                var backup = CommandRun.backup(mixed.ledger, file.toString());
                assertThat(backup.status()).as(backup.toString()).isZero();
                assertThat(backup.out()).contains("findings     none", "written      " + file);
                assertThat(CommandRun.backup(mixed.ledger, file.toString()).err())
                        .contains("exists already");
                // what the copy lacks
                assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            }
            assertThat(CommandRun.of(new CheckLedgerCommand(), "check-ledger", file.toString())
                            .status())
                    .isZero();

            Files.copy(file, folder.resolve("ledger.db"), StandardCopyOption.REPLACE_EXISTING);
            var accept = new String[1];
            assertThatThrownBy(() -> mixed.gateway(mixed.ledger)).rootCause().satisfies(refusal -> {
                var token = ACCEPT.matcher(String.valueOf(refusal.getMessage()));
                assertThat(token.find()).isTrue();
                accept[0] = token.group(1);
            });
            try (var gateway = mixed.gateway(mixed.ledger, "--gateway.ledger.accept=" + accept[0])) {
                // the unknown generation of the copy settles, and the one that it lacks is unmatched
                ReconciliationFixture.eventually().untilAsserted(() -> {
                    assertThat(gateway.metric("image_gateway_reconciliation_unmatched"))
                            .isEqualTo(1);
                    assertThat(mixed.ledger.all()).noneMatch(row -> row.state().equals("UNKNOWN"));
                });
            }
            assertThat(CommandRun.check(mixed.ledger, "--json")
                            .json()
                            .at("/figures/unmatched")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void copyBesideTheLedgerIsNotMistakenForIt() throws IOException {
        try (var mixed = MixedLedger.in(LedgerRows.sqlite())) {
            var folder = Path.of(Objects.requireNonNull(mixed.ledger.settings().get("gateway.ledger.directory")));
            var copy = folder.resolve("copy.db").toString();
            try (var gateway = mixed.filled()) {
                var backup = CommandRun.backup(mixed.ledger, copy);
                assertThat(backup.status()).as(backup.toString()).isZero();
                assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            }
            // ledger.id knows more commits now than the copy has
            assertThat(CommandRun.of(new CheckLedgerCommand(), "check-ledger", copy)
                            .status())
                    .isZero();

            Files.copy(Path.of(copy), folder.resolve("ledger.db"), StandardCopyOption.REPLACE_EXISTING);
            var ofOlder = CommandRun.backup(
                    mixed.ledger, DataFolders.fresh().resolve("older.db").toString());
            assertThat(ofOlder.status()).as(ofOlder.toString()).isEqualTo(1);
            assertThat(ofOlder.out()).contains("is an older copy");
        }
    }

    @Test
    void folderThatIsMissingIsToldAndTheLedgerIsNotBlamed() {
        try (var mixed = MixedLedger.in(LedgerRows.sqlite())) {
            mixed.filled().close();

            var backup = CommandRun.backup(
                    mixed.ledger, DataFolders.fresh().resolve("no/copy.db").toString());

            assertThat(backup.status()).isEqualTo(2);
            assertThat(backup.err()).contains("copy.db cannot be written", "check its folder");
        }
    }

    @Test
    void postgresIsLeftToItsOwnTools() {
        var backup = CommandRun.backup(LedgerRows.postgres(), "x.db");

        assertThat(backup.status()).isEqualTo(2);
        assertThat(backup.err()).contains("use pg_dump");
    }
}
