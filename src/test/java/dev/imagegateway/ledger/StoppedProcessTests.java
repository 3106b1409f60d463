package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Audit;
import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation.InPostgres;
import dev.imagegateway.support.LedgerLocation.Row;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.process.PostgresServer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway that stands still for longer than its lease, and one beside it that takes it for dead. */
class StoppedProcessTests {

    private static final String[] SETTINGS = {"--gateway.ledger.lease=8s", "--gateway.reconciliation.enabled=false"};

    private final InPostgres place = new InPostgres(PostgresServer.shared().newDatabase());
    private RunningSandbox upstream;
    private PostGate gate;
    private GatewayProcess zombie;
    private GatewayProcess living;

    @BeforeEach
    void start() {
        upstream = RunningSandbox.start();
        gate = new PostGate(upstream.sandbox().url());
        // its POSTs can be held, and go out one at a time
        zombie = newGateway(
                gate.setting(),
                "--gateway.upstream.concurrency.start=1",
                "--gateway.upstream.concurrency.floor=1",
                "--gateway.upstream.concurrency.ceiling=1");
        living = newGateway();
    }

    @AfterEach
    void end() {
        living.close();
        zombie.close();
        gate.close();
        upstream.close();
    }

    private GatewayProcess newGateway(String... settings) {
        return GatewayProcess.start(
                upstream.sandbox().url(),
                place.environment(),
                Stream.concat(Stream.of(SETTINGS), Stream.of(settings)).toArray(String[]::new));
    }

    private Row row() {
        return place.rows().getFirst();
    }

    @Test
    void whatItHadSentIsUnknownAndItsOwnAnswerSettlesItLate() {
        gate.holdAnswers();
        var call = zombie.callLater(zombie.generation(Gateway.A_CAT).timeout(Duration.ofMinutes(2)));
        await().until(() -> !upstream.sandbox().posts().isEmpty());

        zombie.sigstop();
        gate.letGo();

        await().atMost(Duration.ofSeconds(60)).until(() -> row().state().equals("UNKNOWN"));
        assertThat(place.account("team-a", "month")).containsExactly(91_000, 0);
        // the living one goes on meanwhile
        assertThat(living.generate(Gateway.A_CAT).status()).isEqualTo(200);

        zombie.sigcont();

        assertThat(call).succeedsWithin(Duration.ofSeconds(60)).matches(Call::succeeded);
        await().until(() -> row().state().equals("SETTLED"));
        assertThat(row().attempts()).isEqualTo(1);
        Audit.of(place, upstream.sandbox()).everythingAgrees();
    }

    @Test
    void whatItHadNotSentIsNeverSent() {
        // the second waits for its turn behind the first, with its credits held
        gate.holdAnswers();
        var first = zombie.callLater(zombie.generation(Gateway.A_CAT).timeout(Duration.ofMinutes(2)));
        var second = zombie.callLater(zombie.generation(Gateway.A_CAT).timeout(Duration.ofMinutes(2)));
        await().until(() ->
                place.rows().size() == 2 && upstream.sandbox().posts().size() == 1);

        zombie.sigstop();
        gate.letGo();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> place.rows().stream().allMatch(row -> row.state().equals("UNKNOWN")));
        zombie.sigcont();

        assertThat(first).succeedsWithin(Duration.ofSeconds(60));
        assertThat(second).succeedsWithin(Duration.ofSeconds(60));
        // one was in the upstream's hands; the other's turn came when the lease had run out
        assertThat(upstream.sandbox().posts()).hasSize(1);
        await().until(() -> place.rows().stream().noneMatch(Row::isOpen));
        Audit.of(place, upstream.sandbox()).everythingAgrees();
        await().untilAsserted(() ->
                assertThat(zombie.generate(Gateway.A_CAT).status()).isEqualTo(200));
    }
}
