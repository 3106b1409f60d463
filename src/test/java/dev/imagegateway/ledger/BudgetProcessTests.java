package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Audit;
import dev.imagegateway.support.EachRound;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.Proof;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
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

    private void spentIsExactly(String client, long credits) {
        assertThat(place.account(client, "month")).containsExactly(0, credits);
    }

    /** A client's wall first, then the operator's with a client that has none of its own and whose requests may fail. */
    @EachRound
    @Tag("proof")
    void exactlyAsManyAreAcceptedAsTheBudgetsPayForAndFailuresGiveBackWhatTheyHeld() throws InterruptedException {
        with(
                List.of("--sandbox.latency.fixed=20ms"),
                List.of(
                        "--gateway.budget.credits-per-month=" + 2 * IMAGES * PRICE,
                        "--gateway.clients[0].budget.credits-per-month=" + IMAGES * PRICE,
                        "--gateway.clients[1].id=team-b",
                        "--gateway.clients[1].key-hashes=" + Gateway.sha256(TestKeys.TEAM_B),
                        "--gateway.upstream.retry.max-attempts=1"),
                (upstream, gateways) -> {
                    var statuses = ask(gateways, TestKeys.CLIENT, REQUESTS);
                    assertThat(count(statuses, 200)).isEqualTo(IMAGES);
                    assertThat(count(statuses, 402)).isEqualTo(REQUESTS - IMAGES);
                    assertThat(upstream.sandbox().billed()).isEqualTo(IMAGES * PRICE);
                    spentIsExactly("team-a", IMAGES * PRICE);
                    spentIsExactly("*", IMAGES * PRICE);

                    // a fifth of what is sent fails, and is not billed
                    upstream.sandbox().fault("{\"fault\":\"bad-request\",\"promptContains\":\"3\"}");
                    for (int i = 0; i < 3; i++) {
                        ask(gateways, TestKeys.TEAM_B, REQUESTS);
                    }
                    // the last to hold may have failed after all others were refused: it gave back what it held
                    while (count(ask(gateways, TestKeys.TEAM_B, 1), 200) == 1) {
                        assertThat(upstream.sandbox().billed()).isLessThanOrEqualTo(2 * IMAGES * PRICE);
                    }
                    assertThat(count(ask(gateways, TestKeys.TEAM_B, 5), 402)).isEqualTo(5);
                    assertThat(upstream.sandbox().billed()).isEqualTo(2 * IMAGES * PRICE);
                    spentIsExactly("team-b", IMAGES * PRICE);
                    spentIsExactly("*", 2 * IMAGES * PRICE);
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
                    ask(gateways, TestKeys.CLIENT, REQUESTS);
                    // no hold was taken that did not fit; what had been sent by then is spent at what it cost
                    assertThat(count(ask(gateways, TestKeys.CLIENT, 3), 402)).isEqualTo(3);
                    long first = upstream.sandbox().billed();
                    assertThat(first).isLessThanOrEqualTo(IMAGES * dearer).isGreaterThan((IMAGES - 1) * PRICE);
                    spentIsExactly("team-a", first);
                    spentIsExactly("*", first);
                    Audit.of(place, upstream.sandbox()).everythingAgrees();
                });
        long cheaper = 50_000;
        try (var upstream = RunningSandbox.start("--sandbox.credits-per-image=" + cheaper);
                var gateway = GatewayProcess.start(
                        upstream.sandbox().url(),
                        place.environment(),
                        // the ledger knows that it was dearer
                        "--gateway.catalogue.hold-price=catalogue",
                        "--gateway.clients[0].id=team-c",
                        "--gateway.clients[0].budget.credits-per-day=" + 10 * PRICE)) {
            var statuses = ask(List.of(gateway), TestKeys.CLIENT, 40);
            // as many as fit while each is held at the catalogue's price and kept at what it cost
            long accepted = count(statuses, 200);
            assertThat(accepted).isGreaterThanOrEqualTo(10);
            assertThat(place.account("team-c", "day")).containsExactly(0, accepted * cheaper);
            assertThat(accepted * cheaper).isLessThanOrEqualTo(10 * PRICE);
        }
    }
}
