package dev.imagegateway.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.LedgerRows;
import org.junit.jupiter.api.Test;

class PostgresCheckLedgerTests extends CheckLedgerContract {

    @Override
    LedgerRows newLedger() {
        return LedgerRows.postgres();
    }

    @Test
    void databaseWithoutALedgerIsSaidToHaveNone() {
        var checked = CommandRun.check(LedgerRows.postgres());

        assertThat(checked.status()).isEqualTo(2);
        assertThat(checked.err()).contains("check-ledger: PostgreSQL ", "has no ledger");
    }

    @Test
    void databaseThatCannotBeReachedIsAnErrorAndNotAFinding() {
        var checked = CommandRun.of(
                new CheckLedgerCommand(), "check-ledger", "--spring.datasource.url=jdbc:postgresql://127.0.0.1:9/x");

        assertThat(checked.status()).isEqualTo(2);
        assertThat(checked.err()).contains("refuses connections");
    }
}
