package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class LedgerTests {

    private static final String LEDGER = "/v2/billing/transactions";

    private final SandboxCaller sandbox =
            new SandboxCaller(SandboxCaller.settings("balance", 1_000_000).with("management-keys[0]", "managing-key"));

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void showsAChargeOnceItsDelayIsOver() throws Exception {
        String inference = header(sandbox.generate(T_REX.replace("}", ",\"num_images\":2}")), "x-inference-id");

        sandbox.clock.pass(Duration.ofMillis(2999));
        assertThat(sandbox.getJson(LEDGER).get("data")).hasSize(1);
        assertThat(sandbox.getJson("/v2/billing").get("current_balance").decimalValue())
                .isEqualByComparingTo("0.5");

        sandbox.clock.pass(Duration.ofMillis(1));
        JsonNode charge = sandbox.getJson(LEDGER).at("/data/0");
        assertThat(charge.get("created_at").stringValue()).isEqualTo("2026-11-22T10:00:00.000Z");
        assertThat(charge.get("direction").stringValue()).isEqualTo("CHARGE");
        assertThat(charge.get("type").stringValue()).isEqualTo("MODEL_USAGE");
        assertThat(charge.get("amount").toString()).isEqualTo("{\"usd\":0.091,\"credits\":182000}");
        assertThat(charge.get("model").stringValue()).isEqualTo("stable-diffusion-v3-medium");
        assertThat(charge.get("reference_id").stringValue()).isEqualTo(inference);
        assertThat(sandbox.get("/v2/billing").body()).isEqualTo("{\"current_balance\":0.409,\"currency\":\"USD\"}");
        assertThat(sandbox.getJson("/v1/billing/balance").get("balance").longValue())
                .isEqualTo(818_000);
        assertThat(sandbox.getJson("/v2/billing/detail").get("current_balance").decimalValue())
                .isEqualByComparingTo("0.409");
    }

    @Test
    void beginsWithTheOpeningOfTheAccount() throws Exception {
        JsonNode opening = sandbox.getJson(LEDGER).at("/data/0");

        assertThat(opening.get("direction").stringValue()).isEqualTo("TOPUP");
        assertThat(opening.get("type").stringValue()).isEqualTo("INIT");
        assertThat(opening.get("amount").toString()).isEqualTo("{\"usd\":0.5,\"credits\":1000000}");
        assertThat(opening.get("model").isNull()).isTrue();
        assertThat(opening.get("reference_id").isNull()).isTrue();
    }

    @Test
    void hasNoRowForWhatFailed() throws Exception {
        sandbox.generate(T_REX, "X-Sandbox-Fault", "internal-error");
        sandbox.generate("{}");
        sandbox.clock.pass(Duration.ofHours(1));

        assertThat(sandbox.getJson(LEDGER + "?type=MODEL_USAGE").get("data")).isEmpty();
    }

    @Test
    void pagesByCursorFromTheNewest() throws Exception {
        List<String> inferences = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            inferences.addFirst(header(sandbox.generate(T_REX), "x-inference-id"));
        }
        sandbox.clock.pass(Duration.ofSeconds(3));

        List<String> seen = new ArrayList<>();
        String next = "";
        while (true) {
            JsonNode page = sandbox.getJson(LEDGER + "?type=MODEL_USAGE&limit=2" + next);
            page.get("data").forEach(row -> seen.add(row.get("reference_id").stringValue()));
            sandbox.generate(T_REX); // newer rows must not move the pages
            sandbox.clock.pass(Duration.ofSeconds(3));
            if (!page.at("/pagination/has_more").booleanValue()) {
                assertThat(page.at("/pagination/next_cursor").isNull()).isTrue();
                break;
            }
            next = "&cursor=" + page.at("/pagination/next_cursor").stringValue();
        }

        assertThat(seen).isEqualTo(inferences);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2026-11-22T10:00:01Z|0",
                "from=2026-11-22T10:00:00Z&to=2026-11-22T10:00:01Z|2",
                "to=2026-11-22|0",
                "direction=CHARGE|1",
                "direction=TOPUP&type=INIT|1",
                "direction=TOPUP&type=MODEL_USAGE|0"
            })
    void filters(String query, int rows) throws Exception {
        sandbox.generate(T_REX);
        sandbox.clock.pass(Duration.ofSeconds(3));

        assertThat(sandbox.getJson(LEDGER + "?" + query).get("data")).hasSize(rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "page=2~Unrecognized key(s) in object: 'page'",
                "limit=0~limit: Number must be greater than or equal to 1",
                "limit=101~limit: Number must be less than or equal to 100",
                "limit=ten~limit: Expected number",
                "direction=UP~direction: Invalid enum value. Expected 'CHARGE' | 'TOPUP', received 'UP'",
                "type=charge~type: Invalid enum value.",
                "from=yesterday~from: Invalid datetime",
                "from=2026-11-22T10:00:00Z&to=2026-11-22T10:00:00Z~to must be after from",
                "cursor=nonsense~cursor: Invalid cursor"
            })
    void refusesAQueryThatIsNotDocumented(String query, String message) throws Exception {
        HttpResponse<String> response = sandbox.get(LEDGER + "?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("message").stringValue()).startsWith("Query validation error!\n" + message);
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/billing",
        "/v2/billing/detail",
        "/v1/billing/balance",
        "/v2/billing/transactions",
        "/v2/logs?period=24h",
        "/v2/usage",
        "/v2/usage/detail",
        "/v1/key"
    })
    void asksForAKey(String path) throws Exception {
        assertThat(sandbox.get(path).statusCode()).isEqualTo(200);
        assertThat(sandbox.send(sandbox.to(path)).statusCode()).isEqualTo(401);
    }

    @Test
    void isNotForManagementKeysWhichCannotGenerateEither() throws Exception {
        assertThat(sandbox.send(sandbox.to(LEDGER).header("Authorization", "Bearer managing-key"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(sandbox.send(sandbox.to("/v1/images/generations")
                                .header("Authorization", "Bearer managing-key")
                                .POST(BodyPublishers.ofString(T_REX)))
                        .statusCode())
                .isEqualTo(403);
    }
}
