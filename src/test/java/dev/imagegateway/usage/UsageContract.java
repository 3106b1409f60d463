package dev.imagegateway.usage;

import static dev.imagegateway.support.GatewayWithClients.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.ApiDocument;
import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/** Reports of what was spent and what is left, whichever store the books are in. */
abstract class UsageContract extends SavedUsageContract {

    UsageContract(GatewayWithClients.Store store) {
        super(store);
    }

    @Test
    void callerSeesWhichClientItIs() {
        var own = office.get(TestKeys.CLIENT, "/v1/client");
        office.assertOfSchema("Caller", own);
        assertThat(own.json().path("id").asString()).isEqualTo("team-a");
        assertThat(own.json().path("roles")).isEmpty();
        assertThat(own.json().path("budgets").findValuesAsString("scope")).containsOnly("client");

        var admins = office.get(TestKeys.ADMIN, "/v1/client").json();
        assertThat(admins.at("/roles/0").asString()).isEqualTo("admin");
        assertThat(admins.path("budgets").findValuesAsString("scope")).contains("operator");
    }

    @Test
    void groupsAddUpToTheSameTotalPurgedOnesIncluded() {
        var day = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(200));
        var since = day.minus(Duration.ofDays(1));
        var query = "/v1/usage?client=team-a&from=" + since + "&group_by=";
        var before = office.get(TestKeys.ADMIN, query + "day").json().path("total");
        for (int hour = 0; hour < 3; hour++) {
            office.write(String.format(
                            Locale.ROOT,
                            "INSERT INTO rollup VALUES (%d, %d, 0, 'team-a', 'u%d', 'stable-diffusion-v3-medium', 10, 9, 18,",
                            day.plus(Duration.ofHours(hour)).toEpochMilli(),
                            day.toEpochMilli(),
                            hour)
                    + " 1638000, 8, -500)");
        }
        var id = office.generate(TestKeys.CLIENT, "drifts").header("X-Generation-Id");
        office.write("UPDATE generation SET reconciled_at = held_at, vendor_credits = 90000 WHERE id = '" + id + "'");

        for (var group : List.of("day", "hour", "client", "model", "user")) {
            var report = office.get(TestKeys.ADMIN, query + group);

            office.assertOfSchema("UsageReport", report);
            var total = report.json().path("total");
            assertGrown(before, total, Map.of("generations", 31L, "settled", 28L, "images", 55L, "reconciled", 25L));
            assertGrown(before, total, Map.of("credits_used", 3L * 1_638_000 + PRICE, "drift_credits", 1000L - 1500));
            for (var figure : Set.of("generations", "settled", "images", "credits_used", "drift_credits")) {
                assertThat(StreamSupport.stream(report.json().path("data").spliterator(), false)
                                .mapToLong(row -> row.path(figure).longValue())
                                .sum())
                        .isEqualTo(total.path(figure).longValue());
            }
        }
        assertThat(each(office.get(TestKeys.ADMIN, query + "hour"), "group"))
                .startsWith(
                        day.toString(),
                        day.plus(Duration.ofHours(1))
                                .toString()
                                .replace("Z", ":00Z")
                                .replace(":00:00:00Z", ":00:00Z"));
        assertThat(each(office.get(TestKeys.ADMIN, query + "day"), "group").getFirst())
                .isEqualTo(day.toString().substring(0, 10));
        var until = day.plus(Duration.ofHours(2));
        assertThat(office.get(TestKeys.ADMIN, query + "user&to=" + until)
                        .json()
                        .at("/total/generations")
                        .intValue())
                .as("the third hour is not in it")
                .isEqualTo(20);
    }

    private static void assertGrown(JsonNode before, JsonNode after, Map<String, Long> by) {
        by.forEach((name, growth) -> assertThat(
                        after.path(name).longValue() - before.path(name).longValue())
                .as(name)
                .isEqualTo(growth));
    }

    @Test
    void csvHoldsTheSameFiguresAndNoFormula() throws IOException {
        for (var user : List.of("=1+1", "+1", "-1", "@sum", "a \"quoted\", one", "plain")) {
            office.generate(TestKeys.TEAM_B, user);
        }
        var json = office.get(TestKeys.TEAM_B, "/v1/usage?group_by=user");
        var accepted = office.gateway()
                .send(office.gateway()
                        .to("/v1/usage?group_by=user")
                        .header("Authorization", "Bearer " + TestKeys.TEAM_B)
                        .header("Accept", "application/json;q=0.5, text/csv"));
        var asked = office.get(TestKeys.TEAM_B, "/v1/usage?group_by=user&format=csv");
        var csv = office.gateway()
                .send(office.gateway()
                        .to("/v1/usage.csv?group_by=user")
                        .header("Authorization", "Bearer " + TestKeys.TEAM_B)
                        .header("Accept", "application/problem+json"));

        assertThat(asked.text()).isEqualTo(accepted.text()).isEqualTo(csv.text());
        assertThat(csv.header("Content-Type")).isEqualTo(asked.header("Content-Type"));
        assertThat(office.get(TestKeys.TEAM_B, "/v1/usage.csv?format=json").violations())
                .containsExactly("format additionalProperties");
        assertThat(asked.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(asked.header("Content-Disposition")).isEqualTo("attachment; filename=\"usage-by-user.csv\"");
        assertThat(asked.header("Cache-Control")).isEqualTo("no-store");
        List<Map<String, String>> rows = CsvMapper.builder()
                .build()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .<Map<String, String>>readValues(asked.text())
                .readAll();
        assertThat(rows.stream().map(row -> row.get("user")))
                .contains("'=1+1", "'+1", "'-1", "'@sum", "a \"quoted\", one", "plain");
        assertThat(rows).hasSize(json.json().path("data").size());
        for (int i = 0; i < rows.size(); i++) {
            var same = json.json().path("data").get(i);
            rows.get(i).forEach((name, value) -> {
                if (!name.equals("user")) {
                    assertThat(value).as(name).isEqualTo(same.path(name).toString());
                }
            });
        }
        assertThat(office.get(TestKeys.TEAM_B, "/v1/usage?from=2001-01-01&to=2001-01-02&format=csv")
                        .text())
                .isEqualTo("day,generations,settled,images,credits_used,usd_spent,credits_held,unknown,reconciled,"
                        + "drift_credits,reused,credits_saved\r\n");
    }

    @Test
    void csvHasPlainNumbersAndNoUnsafeCharactersOfOlderRows() {
        var day = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(300));
        office.write("INSERT INTO rollup VALUES (" + day.toEpochMilli() + ", " + day.toEpochMilli() + ", 0, 'team-b', '"
                + "\u2028=1\u009b\u202e1" + "', 'stable-diffusion-v3-medium', 1, 1, 1, 1, 1, 0)");
        var query = "?group_by=user&from=" + day + "&to=" + day.plus(Duration.ofDays(1));

        var csv = office.get(TestKeys.TEAM_B, "/v1/usage.csv" + query).text();
        var json = office.get(TestKeys.TEAM_B, "/v1/usage" + query).text();

        assertThat(csv.lines().skip(1)).containsExactly("\"' =1 1\",1,1,1,1,0.0000005,0,0,1,0,0,0");
        assertThat(json).contains("\"usd_spent\":0.0000005");
    }

    @Test
    void budgetsTellWhatIsSpentHeldAndLeft() {
        assertThat(budget(TestKeys.TEAM_C, "team-c").path("left").intValue()).isEqualTo(200_000);
        office.generate(TestKeys.TEAM_C, "spends");
        office.sandbox().fault("{\"fault\":\"close\",\"times\":1}");
        assertThat(office.generate(TestKeys.TEAM_C, "spends").problem()).isEqualTo("outcome-unknown");

        var budget = budget(TestKeys.TEAM_C, "team-c");
        assertThat(budget.path("spent").intValue()).isEqualTo(PRICE);
        assertThat(budget.path("held").intValue()).isEqualTo(PRICE);
        assertThat(budget.path("left").intValue()).isEqualTo(18_000);
        assertThat(Instant.parse(budget.path("resets_at").asString()))
                .isEqualTo(Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)));
        assertThat(budget(TestKeys.ADMIN, "team-c")).isEqualTo(budget);
        var usage = office.get(TestKeys.TEAM_C, "/v1/usage").json().path("total");
        assertThat(usage.path("unknown").intValue()).isEqualTo(1);
        assertThat(usage.path("credits_held").intValue()).isEqualTo(PRICE);

        var refused = office.generate(TestKeys.TEAM_C, "spends");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.problem()).isEqualTo("budget-exhausted");
        assertThat(refused.json().path("budget")).isEqualTo(budget);
        assertThat(refused.json().at("/price/credits").intValue()).isEqualTo(PRICE);
        assertThat(ApiDocument.schema(ApiDocument.of(office.gateway()), "Problem")
                        .validate(refused.json()))
                .isEmpty();

        await().untilAsserted(() -> {
            assertThat(credits("team-c", "day", "spent")).isEqualTo(PRICE);
            assertThat(credits("team-c", "day", "held")).isEqualTo(PRICE);
            assertThat(credits("team-c", "day", "limit")).isEqualTo(200_000);
            assertThat(credits("*", "month", "limit")).isEqualTo(1_000_000_000);
            assertThat(credits("*", "month", "spent")).isGreaterThanOrEqualTo(PRICE);
            assertThat(office.gateway().metric("image_gateway_generation_unknown"))
                    .isEqualTo(1);
        });
    }

    private double credits(String client, String period, String kind) {
        return office.gateway()
                .metric(
                        "image_gateway_budget_credits",
                        "client=\"" + client + "\"",
                        "period=\"" + period + "\"",
                        "kind=\"" + kind + "\"");
    }

    /** A client's one budget. */
    private JsonNode budget(String key, String client) {
        return StreamSupport.stream(
                        office.get(key, "/v1/usage?client=" + client)
                                .json()
                                .path("budgets")
                                .spliterator(),
                        false)
                .filter(budget -> budget.path("client").asString("").equals(client))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void operatorsBudgetIsForAdmins() {
        assertThat(office.get(TestKeys.ADMIN, "/v1/usage").json().path("budgets"))
                .extracting(budget -> budget.path("scope").asString())
                .containsExactly("operator");
        assertThat(office.get(TestKeys.CLIENT, "/v1/usage").json().path("budgets"))
                .extracting(budget -> budget.path("scope").asString() + " "
                        + budget.path("period").asString())
                .containsExactly("client hour", "client month");
        assertThat(office.get(TestKeys.ADMIN, "/v1/usage?client=team-a").json().path("budgets"))
                .hasSize(3);
        assertThat(office.get(TestKeys.TEAM_B, "/v1/usage").json().path("budgets"))
                .isEmpty();
    }
}
