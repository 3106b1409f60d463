package dev.imagegateway.replay;

import static dev.imagegateway.support.ReplayFixture.seeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.ReplayFixture;
import dev.imagegateway.support.TestKeys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may be answered from whose seeds is the operator's choice. */
class SeededSettingTests {

    private final List<String> hits = new ArrayList<>();

    @Test
    void nobodyWhereTheyAreOff() {
        try (var fixture = ReplayFixture.open(LedgerRows.sqlite(), "--gateway.replay.seeded.enabled=false")) {
            for (int i = 0; i < 2; i++) {
                assertThat(fixture.gateway().generate(seeded("off", 1)).headers())
                        .doesNotContainKey("X-Cache");
            }
            assertThat(fixture.sandbox().billedAttempts()).isEqualTo(2);
        }
    }

    @Test
    void nobodyFromAnEarlierRevisionOfTheModel() {
        var ledger = LedgerRows.sqlite();
        var name = "--gateway.catalogue.models.stable-diffusion-v3-medium.revision=";
        for (var revision : List.of("1", "2", "1")) {
            try (var fixture = ReplayFixture.open(ledger, name + revision, "--gateway.delivery.url-trust=1h")) {
                var seen = fixture.gateway().generate(seeded("revision", 14)).header("X-Cache");
                assertThat(seen).isEqualTo(fixture.sandbox().posts().isEmpty() ? "hit" : "miss");
                hits.add(seen);
            }
        }
        assertThat(hits).containsExactly("miss", "miss", "hit");
    }

    @Test
    void notAClientThatWantsNone() {
        try (var fixture = ReplayFixture.open(LedgerRows.sqlite(), "--gateway.clients[0].seeded-results=false")) {
            for (int i = 0; i < 2; i++) {
                assertThat(fixture.gateway().generate(seeded("off", 1)).headers())
                        .doesNotContainKey("X-Cache");
            }
            assertThat(fixture.sandbox().billedAttempts()).isEqualTo(2);
        }
    }

    @Test
    void everyoneWhereTheyAreShared() {
        try (var fixture = ReplayFixture.open(LedgerRows.sqlite(), "--gateway.replay.seeded.across-clients=true")) {
            var gateway = fixture.gateway();
            var first = gateway.generate(seeded("shared", 1));

            var other = gateway.send(
                    gateway.generation(seeded("shared", 1)).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));

            assertThat(other.header("X-Cache")).isEqualTo("hit");
            assertThat(ReplayFixture.url(other)).isEqualTo(ReplayFixture.url(first));
            // whose it was is nobody's business
            assertThat(other.headers()).doesNotContainKey("X-Generation-Id");
            assertThat(fixture.sandbox().billedAttempts()).isEqualTo(1);
        }
    }

    @Test
    void whoeverStopsWaitingForAnothersImagesIsToldToAskAgain() {
        try (var fixture = ReplayFixture.open(LedgerRows.sqlite(), "--gateway.replay.seeded.across-clients=true")) {
            var gateway = fixture.gateway();
            fixture.gate().hold();
            var first = gateway.callLater(gateway.generation(seeded("shared", 2)));
            await().until(() -> fixture.gate().posts() == 1);
            var again = gateway.generation(seeded("shared", 2))
                    .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B)
                    .header("Prefer", "wait=0");

            var early = gateway.send(again);

            Problems.assertProblem(early, 504, "still-generating", "/v1/images/generations");
            assertThat(early.header("Retry-After")).isEqualTo("1");
            assertThat(early.headers()).doesNotContainKeys("Location", "X-Generation-Id", "x-should-retry");
            fixture.gate().letGo();
            assertThat(first.join().succeeded()).isTrue();
            assertThat(gateway.send(again).header("X-Cache")).isEqualTo("hit");
            assertThat(fixture.sandbox().billedAttempts()).isEqualTo(1);
        }
    }
}
