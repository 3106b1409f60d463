package dev.imagegateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.TestKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Reports of what earlier generations answered, whichever store the books are in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SavedUsageContract {

    static final int PRICE = 91_000;

    final GatewayWithClients office;

    SavedUsageContract(GatewayWithClients.Store store) {
        this.office = GatewayWithClients.open(store);
    }

    @AfterAll
    void close() {
        office.close();
    }

    @Test
    void repeatsAndSeedsAreCountedAsSaved() {
        var user = "saves";
        var kept = saved("idempotency-key");
        var seeded = saved("seeded");

        var first = repeatable(user);
        assertThat(first.header("X-Credits-Used")).isEqualTo("" + PRICE);
        for (int again = 0; again < 2; again++) {
            var repeat = repeatable(user);
            assertThat(repeat.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(repeat.header("X-Credits-Used")).isEqualTo("0");
            assertThat(repeat.header("X-Generation-Id")).isEqualTo(first.header("X-Generation-Id"));
        }
        assertThat(seeded(user).header("X-Cache")).isEqualTo("miss");
        // whoever asks for a seed's images had them made, or not
        var other = "saves-too";
        var hit = seeded(other);
        assertThat(hit.header("X-Cache")).isEqualTo("hit");
        assertThat(hit.header("X-Credits-Used")).isEqualTo("0");

        await().untilAsserted(() -> {
            assertThat(sums(user))
                    .isEqualTo(
                            "generations=2 settled=2 images=3 credits_used=273000 reused=2" + " credits_saved=182000");
            assertThat(sums(other))
                    .isEqualTo("generations=0 settled=0 images=0 credits_used=0 reused=1" + " credits_saved=182000");
        });
        for (var group : List.of("day", "hour", "client", "model", "user")) {
            var report = office.get(TestKeys.TEAM_B, "/v1/usage?group_by=" + group);
            office.assertOfSchema("UsageReport", report);
            var total = report.json().path("total");
            assertThat(total.path("reused").longValue()).as(group).isEqualTo(3);
            assertThat(total.path("credits_saved").longValue()).as(group).isEqualTo(4L * PRICE);
        }
        assertThat(office.get(TestKeys.TEAM_B, "/v1/usage?group_by=user&format=csv")
                        .text()
                        .lines())
                .contains(other + ",0,0,0,0,0,0,0,0,0,1,182000");
        assertThat(saved("idempotency-key") - kept).isEqualTo(2 * PRICE);
        assertThat(saved("seeded") - seeded).isEqualTo(2 * PRICE);
    }

    private Answer repeatable(String user) {
        return office.gateway()
                .send(office.gateway()
                        .generation(GatewayWithClients.body(user))
                        .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B)
                        .header("Idempotency-Key", "once"));
    }

    private Answer seeded(String user) {
        var body = GatewayWithClients.body(user).replace("\"prompt\"", "\"seed\":7,\"num_images\":2,\"prompt\"");
        return office.gateway()
                .send(office.gateway().generation(body).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));
    }

    private double saved(String kind) {
        return office.gateway()
                .metric("image_gateway_credits_saved_total", "client=\"team-b\"", "kind=\"" + kind + "\"");
    }

    /** A user's group, as text; there may be none yet. */
    private String sums(String user) {
        var groups =
                office.get(TestKeys.TEAM_B, "/v1/usage?group_by=user").json().path("data");
        return groups.valueStream()
                .filter(group -> group.path("group").asString("").equals(user))
                .flatMap(group -> Stream.of(
                                "generations", "settled", "images", "credits_used", "reused", "credits_saved")
                        .map(name -> name + "=" + group.path(name).longValue()))
                .collect(Collectors.joining(" "));
    }

    @Test
    void whatWasOnlySavedHasItsGroupsAndItsTime() {
        var hour = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(300));
        for (var kind : List.of("retry", "seeded")) {
            office.write(String.format(
                    Locale.ROOT,
                    "INSERT INTO saving VALUES (%d, %d, 0, 'team-c', '', 'stable-diffusion-v3-medium', '%s', 3, 4, 5)",
                    hour.toEpochMilli(),
                    hour.toEpochMilli(),
                    kind));
        }
        var next = hour.plus(Duration.ofHours(1));

        var report = total(TestKeys.TEAM_C, "from=" + hour + "&to=" + next);
        assertThat(report.path("reused").longValue()).isEqualTo(6);
        assertThat(report.path("credits_saved").longValue()).isEqualTo(10);
        assertThat(report.path("generations").longValue()).isZero();
        assertThat(total(TestKeys.TEAM_C, "from=" + next).path("reused").longValue())
                .isZero();
        assertThat(total(TestKeys.ADMIN, "client=team-a&from=" + hour + "&to=" + next)
                        .path("reused")
                        .longValue())
                .isZero();
        var nobody = office.get(TestKeys.TEAM_C, "/v1/usage?group_by=user&from=" + hour + "&to=" + next)
                .json()
                .path("data");
        assertThat(nobody).hasSize(1);
        assertThat(nobody.get(0).path("group").isNull()).isTrue();
    }

    private JsonNode total(String key, String query) {
        return office.get(key, "/v1/usage?" + query).json().path("total");
    }
}
