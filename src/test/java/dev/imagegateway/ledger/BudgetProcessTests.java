package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Audit;
import dev.imagegateway.support.EachRound;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.Proof;
import dev.imagegateway.support.RunningSandbox;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A budget is a wall, however many gateways share it and however many ask at once. */
class BudgetProcessTests extends BudgetFixture {

    private void everythingAgrees(RunningSandbox upstream) {
        var audit = Audit.of(place, upstream.sandbox());
        Proof.keep("budget, three gateways, " + place.name(), 1, audit);
        audit.everythingAgrees();
    }

    private void accountIsExactly(long credits) {
        for (var client : List.of("team-a", "*")) {
            assertThat(place.account(client, "month")).containsExactly(0, credits);
        }
    }

    @EachRound(sharedBy = 2)
    @Tag("proof")
    void exactlyAsManyAreAcceptedAsTheBudgetPaysFor() throws InterruptedException {
        with(
                List.of("--sandbox.latency.fixed=50ms"),
                List.of("--gateway.clients[0].budget.credits-per-month=" + IMAGES * PRICE),
                (upstream, gateways) -> {
                    var statuses = ask(gateways, REQUESTS);
                    assertThat(count(statuses, 200)).isEqualTo(IMAGES);
                    assertThat(count(statuses, 402)).isEqualTo(REQUESTS - IMAGES);
                    assertThat(upstream.sandbox().billed()).isEqualTo(IMAGES * PRICE);
                    accountIsExactly(IMAGES * PRICE);
                    everythingAgrees(upstream);
                });
    }

    @EachRound(sharedBy = 2)
    @Tag("proof")
    void failuresGiveBackWhatTheyHeld() throws InterruptedException {
        with(
                List.of("--sandbox.latency.fixed=20ms"),
                List.of(
                        "--gateway.budget.credits-per-month=" + IMAGES * PRICE,
                        "--gateway.upstream.retry.max-attempts=1"),
                (upstream, gateways) -> {
                    // a fifth of what is sent fails, and is not billed
                    upstream.sandbox().fault("{\"fault\":\"bad-request\",\"promptContains\":\"3\"}");
                    for (int i = 0; i < 3; i++) {
                        ask(gateways, REQUESTS);
                    }
                    // the last to hold may have failed after all others were refused: it gave back what it held
                    while (count(ask(gateways, 1), 200) == 1) {
                        assertThat(upstream.sandbox().billed()).isLessThanOrEqualTo(IMAGES * PRICE);
                    }
                    assertThat(count(ask(gateways, 5), 402)).isEqualTo(5);
                    assertThat(upstream.sandbox().billed()).isEqualTo(IMAGES * PRICE);
                    accountIsExactly(IMAGES * PRICE);
                    everythingAgrees(upstream);
                });
    }

    @Test
    void cheaperThanHeldLeavesRoomAndDearerIsSpentInFull() throws InterruptedException {
        long dearer = 100_000;
        with(
                List.of("--sandbox.latency.fixed=20ms", "--sandbox.credits-per-image=" + dearer),
                List.of("--gateway.clients[0].budget.credits-per-day=" + IMAGES * PRICE),
                (upstream, gateways) -> {
                    ask(gateways, REQUESTS);
                    // no hold was taken that did not fit; what had been sent by then is spent at what it cost
                    assertThat(count(ask(gateways, 3), 402)).isEqualTo(3);
                    long first = upstream.sandbox().billed();
                    assertThat(first).isLessThanOrEqualTo(IMAGES * dearer).isGreaterThan((IMAGES - 1) * PRICE);
                    accountIsExactly(first);
                    Audit.of(place, upstream.sandbox()).everythingAgrees();
                });
        long cheaper = 50_000;
        try (var upstream = RunningSandbox.start("--sandbox.credits-per-image=" + cheaper);
                var gateway = GatewayProcess.start(
                        upstream.sandbox().url(),
                        place.environment(),
                        "--gateway.clients[0].id=team-b",
                        "--gateway.clients[0].budget.credits-per-day=" + 10 * PRICE)) {
            var statuses = ask(List.of(gateway), 40);
            // as many as fit while each is held at the catalogue's price and kept at what it cost
            long accepted = count(statuses, 200);
            assertThat(accepted).isGreaterThanOrEqualTo(10);
            assertThat(place.account("team-b", "day")).containsExactly(0, accepted * cheaper);
            assertThat(accepted * cheaper).isLessThanOrEqualTo(10 * PRICE);
        }
    }
}
