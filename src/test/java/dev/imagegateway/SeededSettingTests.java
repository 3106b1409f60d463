package dev.imagegateway;

import static dev.imagegateway.ReplayFixture.seeded;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may be answered from whose seeds is the operator's choice. */
class SeededSettingTests {

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
}
