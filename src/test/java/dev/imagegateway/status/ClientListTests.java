package dev.imagegateway.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.ApiDocument;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an admin sees of the clients. */
@TestInstance(Lifecycle.PER_CLASS)
class ClientListTests {

    private final RunningSandbox server = RunningSandbox.start();

    @TempDir
    private static Path folder;

    private Gateway gateway;

    @BeforeAll
    void start() throws IOException {
        write("models: 'flux*'");
        gateway = Gateway.start(
                server.url(),
                "--gateway.clients-file=" + folder.resolve("clients.yaml"),
                "--gateway.clients-refresh=100ms",
                "--gateway.clients[0].budget.credits-per-day=5000000",
                "--gateway.clients[0].limits.megapixels-per-minute=90",
                "--gateway.clients[1].id=boss",
                "--gateway.clients[1].roles=admin,metrics",
                "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.ADMIN));
    }

    @AfterAll
    void stop() {
        gateway.close();
        server.close();
    }

    private void write(String setting) throws IOException {
        var content = "gateway:\n  clients:\n  - id: scraper\n    key-hashes: " + Gateway.sha256(TestKeys.TEAM_B)
                + "\n    " + setting + "\n";
        Files.move(
                Files.writeString(folder.resolve("next"), content),
                folder.resolve("clients.yaml"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private Answer clients(String key, String query) {
        return gateway.send(gateway.to("/v1/clients" + query).header("Authorization", "Bearer " + key));
    }

    private JsonNode client(String id) {
        return clients(TestKeys.ADMIN, "")
                .json()
                .path("data")
                .valueStream()
                .filter(client -> client.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyAdminsSeeThem() {
        assertThat(clients(TestKeys.CLIENT, "").problem()).isEqualTo("forbidden");
        assertThat(clients(TestKeys.CLIENT, "").status()).isEqualTo(403);
        assertThat(gateway.send(gateway.to("/v1/clients")).status()).isEqualTo(401);
    }

    @Test
    void rolesLimitsAndBudgetsAreShownAndNoCredentials() {
        var answer = clients(TestKeys.ADMIN, "");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(ApiDocument.schema(ApiDocument.of(gateway), "ClientList").validate(answer.json()))
                .isEmpty();
        assertThat(GatewayWithClients.each(answer, "id")).containsExactly("boss", "scraper", "team-a");
        assertThat(answer.text())
                .doesNotContain(
                        Gateway.sha256(TestKeys.ADMIN), Gateway.sha256(TestKeys.CLIENT), TestKeys.ADMIN, "hash");
        assertThat(client("boss").path("roles").toString()).isEqualTo("[\"admin\",\"metrics\"]");
        assertThat(client("boss").path("models").isNull()).isTrue();
        assertThat(client("boss").at("/limits/megapixels_per_minute").isNull()).isTrue();
        assertThat(client("team-a").at("/limits/megapixels_per_minute").intValue())
                .isEqualTo(90);
        assertThat(client("team-a").path("budgets")).hasSize(1);
        assertThat(client("team-a").at("/budgets/0/limit").longValue()).isEqualTo(5_000_000);
        assertThat(client("team-a").at("/budgets/0/scope").asString()).isEqualTo("client");
    }

    @Test
    void pagesFollowEachOther() {
        var first = clients(TestKeys.ADMIN, "?limit=2");
        var second = clients(TestKeys.ADMIN, "?limit=2&after=scraper");

        assertThat(GatewayWithClients.each(first, "id")).containsExactly("boss", "scraper");
        assertThat(first.json().path("has_more").booleanValue()).isTrue();
        assertThat(GatewayWithClients.each(second, "id")).containsExactly("team-a");
        assertThat(second.json().path("has_more").booleanValue()).isFalse();
        assertThat(clients(TestKeys.ADMIN, "?limit=0&page=2").violations()).hasSize(2);
    }

    @Test
    void requestsAndGenerationsAreNoted() {
        var before = Instant.now().minusMillis(1);
        assertThat(Instant.parse(client("boss").path("last_seen_at").asString()))
                .isAfter(before);
        assertThat(client("boss").path("last_generation_at").isNull()).isTrue();

        gateway.generate(Gateway.A_CAT);

        for (var time : List.of("last_seen_at", "last_generation_at")) {
            assertThat(Instant.parse(client("team-a").path(time).asString()))
                    .as(time)
                    .isBetween(before, Instant.now());
        }
    }

    @Test
    void changeOfTheClientsFileIsNotedForTheClientThatItChanges() throws IOException {
        var others = client("team-a").path("config_loaded_at").asString();
        var before = client("scraper").path("config_loaded_at").asString();
        assertThat(client("scraper").path("models").toString()).isEqualTo("[\"flux*\"]");

        write("models: []");

        await().until(() -> client("scraper").path("models").isEmpty());
        assertThat(Instant.parse(client("scraper").path("config_loaded_at").asString()))
                .isAfter(Instant.parse(before));
        assertThat(client("team-a").path("config_loaded_at").asString()).isEqualTo(others);
    }
}
