package dev.imagegateway.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.ImageGatewayApplication;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.ReconciliationFixture;
import dev.imagegateway.support.process.PackagedProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code move-ledger} takes a ledger from a file to PostgreSQL, completely or not at all. */
class MoveLedgerTests {

    private MixedLedger mixed;
    private LedgerRows target;

    @BeforeEach
    void begin() {
        mixed = MixedLedger.in(LedgerRows.sqlite());
        target = LedgerRows.postgres();
    }

    @AfterEach
    void end() {
        mixed.close();
    }

    private Path folder() {
        return Path.of(Objects.requireNonNull(mixed.ledger.settings().get("gateway.ledger.directory")));
    }

    @Test
    void booksKeysAndImagesContinueInPostgres() {
        String url;
        byte[] image;
        try (var gateway = mixed.filled()) {
            var first = gateway.send(MixedLedger.keyed(gateway));
            assertThat(first.header("Idempotency-Replayed")).isEqualTo("true");
            var address = URI.create(first.json().at("/data/0/url").asString());
            url = address.getRawPath() + "?" + address.getRawQuery();
            var kept = gateway.send(gateway.to(url));
            assertThat(kept.header("Content-Type")).isEqualTo("image/png");
            image = kept.bytes();
        }
        var before = CommandRun.check(mixed.ledger, "--json").json();
        var rows = mixed.ledger.all();

        var moved = CommandRun.move(mixed.ledger, target);

        assertThat(moved.status()).as(moved.toString()).isZero();
        assertThat(moved.out()).contains("copied and compared row by row", "generation ");
        var after = CommandRun.check(target, "--json");
        assertThat(after.status()).as(after.toString()).isZero();
        assertThat(after.json().path("figures")).isEqualTo(before.path("figures"));
        assertThat(target.all()).isEqualTo(rows);
        assertThat(target.accounts("spent")).isEqualTo(mixed.ledger.accounts("spent"));
        assertThat(target.accounts("held")).isEqualTo(List.of(91_000L, 91_000L, 91_000L));

        try (var gateway = mixed.gateway(target, MixedLedger.IN_THE_FOLDER, "--gateway.ledger.directory=" + folder())) {
            var posts = mixed.server.sandbox().posts().size();
            var replayed = gateway.send(MixedLedger.keyed(gateway));
            assertThat(replayed.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(gateway.generate(MixedLedger.SEEDED).header("X-Cache")).isEqualTo("hit");
            assertThat(mixed.server.sandbox().posts()).hasSize(posts);
            // the URL was signed before the move
            assertThat(gateway.send(gateway.to(url)).bytes()).isEqualTo(image);

            ReconciliationFixture.eventually()
                    .untilAsserted(() -> assertThat(target.all())
                            .noneMatch(row -> row.state().equals("UNKNOWN")));
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
        }
        assertThat(target.used()).isEqualTo(mixed.server.sandbox().billed()).isEqualTo(5 * 91_000);
        assertThat(target.accounts("spent")).isEqualTo(List.of(455_000L, 455_000L, 455_000L));
        assertThat(CommandRun.check(target).status()).isZero();
    }

    @Test
    void gatewayDoesNotBeginAnewInPostgresBesideALedgerThatWasNotMoved() {
        mixed.filled().close();

        assertThatThrownBy(() -> mixed.gateway(target, "--gateway.ledger.directory=" + folder()))
                .rootCause()
                .hasMessageContaining("the configured PostgreSQL is empty: run move-ledger first");

        var moved = CommandRun.move(mixed.ledger, target);
        assertThat(moved.status()).as(moved.toString()).isZero();
    }

    @Test
    void fileThatWasMovedIsClosed() throws IOException {
        mixed.filled().close();
        var content = Files.readAllBytes(folder().resolve("ledger.db"));
        assertThat(CommandRun.move(mixed.ledger, target).status()).isZero();

        assertThat(Files.readAllBytes(folder().resolve("ledger.db"))).isEqualTo(content);
        assertThatThrownBy(() -> mixed.gateway(mixed.ledger))
                .rootCause()
                .hasMessageContaining("was moved to PostgreSQL")
                .hasMessageContaining("set SPRING_DATASOURCE_URL");
        var again = CommandRun.move(mixed.ledger, LedgerRows.postgres());
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("was moved to PostgreSQL");

        // as if the first run had been killed before it closed the file
        Files.delete(folder().resolve("ledger.moved"));
        var completed = CommandRun.move(mixed.ledger, target);
        assertThat(completed.status()).as(completed.toString()).isZero();
        assertThat(completed.out()).contains("an earlier run had copied everything");
        assertThat(folder().resolve("ledger.moved")).exists();
    }

    @Test
    void fileThatAGatewayUsesIsNotMoved() throws Exception {
        try (var gateway = mixed.gateway(mixed.ledger)) {
            // a process of its own, because POSIX locks do not exclude the process that has them
            var output = folder().resolve("output.log");
            var refused = child(ProcessBuilder.Redirect.to(output.toFile()));

            assertThat(refused.waitFor()).isEqualTo(2);
            assertThat(output).content().contains("move-ledger: another gateway uses the data directory");
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
        }
        assertThat(CommandRun.check(target).err()).contains("has no ledger");
    }

    @Test
    void databaseThatIsNotEmptyIsLeftAlone() {
        mixed.filled().close();
        try (var other = mixed.gateway(target)) {
            assertThat(other.generate(Gateway.A_CAT).status()).isEqualTo(200);
        }
        var before = CommandRun.check(target).out();

        var refused = CommandRun.move(mixed.ledger, target);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("nothing was moved", "is not empty");
        assertThat(CommandRun.check(target).out()).isEqualTo(before);
        mixed.gateway(mixed.ledger).close();
    }

    @Test
    void fileWithFindingsIsNotMoved() {
        mixed.filled().close();
        mixed.ledger.change("UPDATE account SET spent = spent + 5 WHERE client = '*'");

        var refused = CommandRun.move(mixed.ledger, target);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("account: ", "nothing was moved");
        assertThat(CommandRun.check(target).err()).contains("has no ledger");
    }

    @Test
    void killInTheMiddleLeavesTheFileAsItWasAndPostgresEmpty() throws Exception {
        mixed.filled().close();
        var before = CommandRun.check(mixed.ledger).out();
        // tables are copied by name: generations before images
        MovePause.at("image", target);

        var process = child(ProcessBuilder.Redirect.DISCARD);
        MovePause.await(target);
        assertThat(target.answer("SELECT COUNT(*) FROM generation")).isZero();
        process.destroyForcibly().waitFor();
        MovePause.end("image", target);

        assertThat(CommandRun.check(target, "--json")
                        .json()
                        .at("/figures/total/settled")
                        .asInt())
                .isZero();
        assertThat(CommandRun.check(mixed.ledger).out()).isEqualTo(before);
        assertThat(CommandRun.move(mixed.ledger, target).status()).isZero();
        assertThat(target.all()).isEqualTo(mixed.ledger.all());
    }

    /** Starts the command as a process. */
    private Process child(ProcessBuilder.Redirect output) throws IOException {
        var command = new ArrayList<>(List.of(
                PackagedProgram.java(),
                "-cp",
                System.getProperty("java.class.path"),
                ImageGatewayApplication.class.getName()));
        command.addAll(List.of(CommandRun.moving(mixed.ledger, target)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    @Test
    void withoutADatabaseItSaysWhatToSet() {
        var refused = CommandRun.of(new MoveLedgerCommand(), mixed.ledger.with("move-ledger"));

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("SPRING_DATASOURCE_URL");
    }
}
