package dev.imagegateway.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.LedgerRows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check-ledger} confirms sums beside a gateway, and finds everything that does not belong. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class CheckLedgerContract {

    private static final int OF_AN_IMAGE = 91_000;

    MixedLedger mixed;
    private CommandRun besideTheGateway;
    private CommandRun textBesideTheGateway;

    abstract LedgerRows newLedger();

    @BeforeAll
    void fill() {
        mixed = MixedLedger.in(newLedger());
        try (var _ = mixed.filled()) {
            besideTheGateway = CommandRun.check(mixed.ledger, "--json");
            textBesideTheGateway = CommandRun.check(mixed.ledger);
        }
    }

    @AfterAll
    void end() {
        mixed.close();
    }

    @Test
    void figuresAreThoseOfTheGenerations() {
        assertThat(besideTheGateway.status()).as(besideTheGateway.toString()).isZero();
        var total = besideTheGateway.json().at("/figures/total");
        assertThat(total.path("settled").asInt()).isEqualTo(3);
        assertThat(total.path("released").asInt()).isEqualTo(1);
        assertThat(total.path("unknown").asInt()).isEqualTo(1);
        assertThat(total.path("held").asInt()).isZero();
        assertThat(total.path("credits_spent").asLong())
                .isEqualTo(mixed.ledger.used())
                .isEqualTo(3 * OF_AN_IMAGE);
        assertThat(total.path("credits_unknown").asLong()).isEqualTo(OF_AN_IMAGE);
        assertThat(besideTheGateway.json().at("/figures/clients/0/client").asString())
                .isEqualTo("team-a");
        assertThat(besideTheGateway.json().path("findings")).isEmpty();
        assertThat(textBesideTheGateway.out()).contains("findings     none", "team-a");
    }

    @Test
    void nothingIsWritten() {
        var before = mixed.ledger.all();
        var checked = CommandRun.check(mixed.ledger);

        assertThat(checked.status()).as(checked.toString()).isZero();
        assertThat(mixed.ledger.all()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "account|UPDATE account SET spent = spent + 5 WHERE client = 'team-a' AND period = 'day'",
                "account|UPDATE account SET held = 0 WHERE client = '*'",
                "account|DELETE FROM account WHERE period = 'month'",
                "account|INSERT INTO account (client, period, starts_at, held, spent) VALUES ('lost', 'day', 0, 91000, 0)",
                "account|DELETE FROM generation WHERE state = 'UNKNOWN'",
                "generation-evidence|UPDATE generation SET evidence = 'absence' WHERE state = 'SETTLED'",
                "generation-end|UPDATE generation SET ended_at = NULL WHERE state = 'RELEASED'",
                "generation-periods|UPDATE generation SET held_at = held_at + 9000000",
                "vendor-row-generation|INSERT INTO vendor_row (id, generation, kind, credits, created_at) VALUES ('row-1', 'gen-x', 'charge', 1, 1)",
                "vendor-row-sum|UPDATE generation SET vendor_credits = 1 WHERE state = 'SETTLED'",
                "claim-generation|INSERT INTO claim (kind, scope, name, request_hash, generation, expires_at) VALUES ('seeded', '*', 'x', 'x', 'gen-x', 1)",
                "image-state|UPDATE image SET state = 'LOST'",
                "rollup-sums|INSERT INTO rollup VALUES (0, 0, 0, 'team-a', '', 'm', 1, 2, 0, 0, 0, 0)",
            })
    void violationIsFoundAndNamed(String check, String violation) {
        var ledger = mixed.ledger.copy();
        ledger.change(violation);

        var checked = CommandRun.check(ledger, "--json");

        assertThat(checked.status()).as(checked.toString()).isEqualTo(1);
        var names = new ArrayList<String>();
        checked.json().path("findings").forEach(finding -> {
            names.add(finding.path("check").asString());
            assertThat(finding.path("action").asString()).isNotEmpty();
            assertThat(finding.path("examples")).isNotEmpty();
        });
        assertThat(names).contains(check);
        assertThat(CommandRun.check(ledger).out()).contains(check + ": ", "To do: ");
    }

    @Test
    void accountsAreMendedByTheStatementsOfTheFinding() {
        var ledger = mixed.ledger.copy();
        ledger.change("UPDATE account SET spent = spent + 5, held = held + 7 WHERE client = 'team-a'");
        ledger.change("DELETE FROM account WHERE client = '*' AND period = 'month'");

        var statements = CommandRun.check(ledger)
                .out()
                .lines()
                .map(String::strip)
                .filter(line -> line.endsWith(";"))
                .toList();
        statements.forEach(statement -> ledger.change(statement.substring(0, statement.length() - 1)));

        assertThat(statements).hasSize(4);
        assertThat(CommandRun.check(ledger).status()).isZero();
        assertThat(ledger.accounts("spent")).isEqualTo(List.of(273_000L, 273_000L, 273_000L));
    }

    @Test
    void schemaOfALaterVersionIsCheckedAndThatOfAnEarlierOneIsNot() {
        var ledger = mixed.ledger.copy();
        ledger.change("DELETE FROM flyway_schema_history WHERE version = '"
                + besideTheGateway.json().path("schema").asString() + "'");
        assertThat(CommandRun.check(ledger).err()).contains("start this version of the gateway once");

        var later = mixed.ledger.copy();
        later.change("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) SELECT 1000, '999', 'later', type, 'V999__later.sql', 1,"
                + " installed_by, 1, success FROM flyway_schema_history WHERE version = '1'");
        var checked = CommandRun.check(later, "--json");
        assertThat(checked.status()).as(checked.toString()).isZero();
        assertThat(checked.json().path("schema").asString()).isEqualTo("999");

        later.change("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '2'");
        assertThat(CommandRun.check(later).out()).contains("schema: ", "migration 2");
    }
}
