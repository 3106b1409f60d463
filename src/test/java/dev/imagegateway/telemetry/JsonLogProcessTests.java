package dev.imagegateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs in JSON, as containers have them. A process of its own, because a JVM has one format for all gateways in it. */
@TestInstance(Lifecycle.PER_CLASS)
class JsonLogProcessTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final RunningSandbox server = RunningSandbox.start();
    private GatewayProcess gateway;

    @BeforeAll
    void start() {
        gateway = GatewayProcess.start(
                server.url(),
                Map.of("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs"),
                "--gateway.images.store=disk",
                // copies of images are refused
                "--gateway.delivery.allowed-origins=https://images.invalid",
                "--gateway.upstream.retry.base-delay=1ms",
                "--gateway.reconciliation.enabled=false",
                "--gateway.clients[1].id=finance",
                "--gateway.clients[1].roles=admin",
                "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.ADMIN));
    }

    @AfterAll
    void stop() {
        gateway.close();
        server.close();
    }

    private String generate(String requestId) {
        var answer = gateway.send(gateway.generation(Gateway.A_CAT)
                .header("X-Request-Id", requestId)
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00"));
        return answer.header("X-Generation-Id");
    }

    private List<JsonNode> lines(String... inMessage) {
        return gateway.log()
                .lines()
                .filter(line -> line.endsWith("}"))
                .map(JSON::readTree)
                .filter(line -> List.of(inMessage).stream()
                        .allMatch(line.path("message").asString()::contains))
                .toList();
    }

    private JsonNode line(String... inMessage) {
        await().until(() -> lines(inMessage), Predicate.not(List::isEmpty));
        return lines(inMessage).getFirst();
    }

    private static void assertIds(JsonNode line, String requestId, String generation) {
        assertThat(line.at("/http/request/id").asString()).as(line.toString()).isEqualTo(requestId);
        assertThat(line.at("/trace/id").asString()).as(line.toString()).isEqualTo(TRACE);
        assertThat(line.at("/gateway/client").asString()).as(line.toString()).isEqualTo("team-a");
        assertThat(line.at("/gateway/generation").asString())
                .as(line.toString())
                .isEqualTo(generation);
    }

    @Test
    void everyLineIsJson() {
        line("The ledger is open");

        assertThat(gateway.log().lines()).allSatisfy(line -> {
            var json = JSON.readTree(line);
            assertThat(json.path("message").asString()).isNotEmpty();
            assertThat(json.at("/service/name").asString()).isEqualTo("image-gateway");
            assertThat(json.at("/log/level").asString()).isNotEmpty();
        });
    }

    @Test
    void linesOfAttemptsAndOutcomesHaveTheIds() {
        server.sandbox().fault("{\"fault\":\"unavailable\",\"times\":3}");

        var generation = generate("attempts-1");

        assertIds(line(generation, "next attempt"), "attempts-1", generation);
        assertIds(line(generation, "was refused with 503"), "attempts-1", generation);
        assertIds(line("POST /v1/images/generations", "attempts-1"), "attempts-1", generation);
    }

    @Test
    void linesOfImagesThatAreNotKeptHaveTheIds() {
        var generation = generate("images-1");

        var line = line("img-" + generation.substring("gen-".length()), "was not copied");

        assertIds(line, "images-1", generation);
    }

    @Test
    void correctionOfTheBooksHasTheIdsOfTheRequestThatItIsAbout() {
        server.sandbox().fault("{\"fault\":\"html-error\",\"times\":1}");
        var generation = generate("unknown-1");
        assertIds(line(generation, "may have been billed"), "unknown-1", generation);

        gateway.send(gateway.to("/v1/generations/" + generation + "/resolution")
                .header("Authorization", "Bearer " + TestKeys.ADMIN)
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "resolution-1")
                .POST(BodyPublishers.ofString(
                        "{\"state\":\"settled\",\"credits\":1000,\"reason\":\"line\\nbreak event.action=x\"}")));

        var corrected = line(generation, "was unknown");
        assertThat(corrected.at("/http/request/id").asString()).isEqualTo("unknown-1");
        assertThat(corrected.at("/gateway/client").asString()).isEqualTo("team-a");
        assertThat(corrected.at("/gateway/generation").asString()).isEqualTo(generation);
        var audit = line("resolution ", generation);
        assertThat(audit.at("/log/logger").asString()).isEqualTo("audit");
        assertThat(audit.at("/event/action").asString()).isEqualTo("resolution");
        assertThat(audit.at("/event/reason").asString()).isEqualTo("line\nbreak event.action=x");
        assertThat(audit.at("/source/address").asString()).isEqualTo("127.0.0.1");
        assertThat(audit.at("/gateway/client").asString()).isEqualTo("finance");
        assertThat(audit.at("/gateway/generation").asString()).isEqualTo(generation);
        assertThat(audit.at("/gateway/credits").intValue()).isEqualTo(1000);
        assertThat(audit.at("/http/request/id").asString()).isEqualTo("resolution-1");
        assertThat(audit.path("message").asString()).contains("reason=\"line\\nbreak event.action=x\"");
    }
}
