package dev.imagegateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.DocumentedTable;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.RawCall;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What the metrics say of a gateway that has just started, and of every way in which a request for images can end. It has a
 * gateway of its own, because others' requests would be counted, too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class MetricsTests {

    /** With a clients file, a folder of model documents or with Valkey only, or with tags that nobody knows before. */
    private static final Set<String> LATER = Set.of(
            "image_gateway_clients_reload_total",
            "image_gateway_catalogue_reload_total",
            "image_gateway_catalogue_price_drift_credits",
            "image_gateway_catalogue_refused",
            "image_gateway_rate_limit_store_seconds",
            "image_gateway_clients_refused",
            "image_gateway_issuer_keys_seconds",
            "image_gateway_generation_seconds",
            "image_gateway_catalogue_price_vendor_credits",
            "image_gateway_upstream_intermediary_refused_total");

    private static final String PATH = "uri=\"/v1/images/generations\"";

    private static final String REQUESTS = "image_gateway_requests_total";

    private final GatewayWithClients office = GatewayWithClients.open(
            GatewayWithClients.Store.sqlite(),
            "--gateway.clients[1].limits.requests-per-minute=1",
            "--gateway.clients[1].limits.requests-burst=1");
    private final Gateway gateway = office.gateway();
    private final String atStart = gateway.actuator("/prometheus").text();

    @AfterAll
    void close() {
        office.close();
    }

    @Test
    void everyDocumentedMetricIsThereFromTheStart() throws IOException {
        var types = atStart.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.substring("# TYPE ".length(), line.lastIndexOf(' ')))
                .collect(Collectors.toSet());

        assertThat(types)
                .containsAll(DocumentedTable.rows("docs/metrics.md", "metric").stream()
                        .flatMap(List::stream)
                        .filter(name -> name.startsWith("image_gateway_") || name.equals("credits_used_total"))
                        .filter(name -> !LATER.contains(name))
                        .toList());
    }

    @Test
    void countersOfClientsAreZeroAtTheStart() {
        assertThat(samples(atStart, "credits_used_total{")).hasSize(4).allMatch(line -> line.endsWith(" 0.0"));
        assertThat(samples(atStart, REQUESTS + "{"))
                .allMatch(line -> line.endsWith(" 0.0"))
                .anyMatch(line -> line.contains("client=\"team-a\"") && line.contains("outcome=\"outcome-unknown\""))
                .anyMatch(line -> line.contains("client=\"\"") && line.contains("outcome=\"unauthenticated\""));
        assertThat(samples(atStart, "image_gateway_budget_refused_total{"))
                .anyMatch(line -> line.contains("client=\"team-c\"") && line.contains("period=\"day\""))
                .anyMatch(line -> line.contains("client=\"*\"") && line.contains("period=\"month\""));
        assertThat(samples(atStart, "image_gateway_rate_limited_total{")).hasSize(20);
    }

    @Test
    void boundedResourcesAreShownBesideTheirBounds() {
        for (var resource : List.of(
                "image_gateway_connections{port=\"callers\"",
                "image_gateway_connections_max{port=\"callers\"",
                "image_gateway_limit_used{client=\"team-a\",limit=\"waiting-callers\"",
                "image_gateway_limit_allowed{client=\"team-a\",limit=\"waiting-callers\"",
                "image_gateway_limit_used{client=\"team-a\",limit=\"generations-in-flight\"",
                "image_gateway_upstream_queue",
                "image_gateway_upstream_queue_max",
                "image_gateway_upstream_limit_max",
                "image_gateway_upstream_answer_memory_bytes",
                "image_gateway_upstream_answer_memory_max_bytes",
                "image_gateway_images_transfer_max_bytes",
                "image_gateway_connection_pool{peer=\"upstream\"",
                "image_gateway_connection_pool_max{peer=\"images\"",
                "hikaricp_connections_active{",
                "hikaricp_connections_max{")) {
            assertThat(samples(atStart, resource)).as(resource).isNotEmpty();
        }
        assertThat(gateway.metric("image_gateway_connections_max", "port=\"callers\""))
                .isEqualTo(8192);
        assertThat(gateway.metric("image_gateway_limit_allowed", "team-b", "waiting-callers"))
                .isEqualTo(1_000_000);
    }

    @Test
    void saysWhatWasBuilt() {
        assertThat(samples(atStart, "image_gateway_build_info{"))
                .singleElement()
                .asString()
                .matches(".*revision=\"(unknown|[0-9a-f]{40})\".*version=\"[^\"]+\".* 1");
    }

    @Test
    void durationsHaveBuckets() {
        office.generate(TestKeys.CLIENT, "buckets");

        await().untilAsserted(() -> {
            for (var timer : List.of(
                    "image_gateway_generation_seconds",
                    "image_gateway_upstream_attempt_seconds",
                    "http_server_requests_seconds")) {
                for (var bound : List.of("le=\"0.5\"", "le=\"130.0\"")) {
                    assertThat(gateway.metric(timer + "_bucket", bound, timer.startsWith("http") ? PATH : ""))
                            .as(timer + bound)
                            .isPositive();
                }
            }
        });
    }

    /** Each caller's way of ending, and the outcome that it is counted as. */
    @Test
    void eachRequestIsCountedOnceByClientAndOutcome(CapturedOutput output) {
        var key = gateway.generation(Gateway.A_CAT).setHeader("Idempotency-Key", "one");
        var cat = "{" + Gateway.MODEL + ",\"prompt\":\"a secret cat\"";

        counts("team-a", "succeeded", () -> gateway.send(key));
        counts("team-a", "succeeded", () -> gateway.send(key));
        counts(
                "team-a",
                "idempotency-key-reused",
                () -> gateway.send(gateway.generation(cat + "}").setHeader("Idempotency-Key", "one")));
        counts(
                "team-a",
                "accepted",
                () -> gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Prefer", "respond-async")));
        counts("team-a", "invalid-request", () -> gateway.generate(cat + ",\"steps\":\"no\"}"));
        counts(
                "team-a",
                "unsupported-media-type",
                () -> gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Content-Type", "text/plain")));
        counts(
                "",
                "unauthenticated",
                () -> gateway.send(
                        gateway.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer " + TestKeys.STRANGER)));
        counts(
                "",
                "headers-too-large",
                () -> RawCall.answer(
                        gateway.port(),
                        "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nX-Big: " + "a".repeat(40_000)
                                + "\r\n\r\n"));
        counts("team-b", "succeeded", () -> office.generate(TestKeys.TEAM_B, "b"));
        counts("team-b", "rate-limited", () -> office.generate(TestKeys.TEAM_B, "b"));
        counts("team-c", "succeeded", () -> office.generate(TestKeys.TEAM_C, "c"));
        counts("team-c", "succeeded", () -> office.generate(TestKeys.TEAM_C, "c"));
        counts("team-c", "budget-exhausted", () -> office.generate(TestKeys.TEAM_C, "c"));
        office.sandbox().fault("{\"fault\":\"internal-error\",\"times\":9}");
        counts("team-a", "upstream-failed", () -> gateway.generate(Gateway.A_CAT));
        office.sandbox().reset();

        // an earlier test may have used up this second's lines of this kind
        await().untilAsserted(() -> {
            gateway.generate(cat + ",\"steps\":\"no\"}");
            assertThat(output).contains("invalid-request (400) for client team-a, request id req-");
        });
        assertThat(output)
                .contains("budget-exhausted (402) for client team-c, request id req-")
                .contains("unauthenticated (401) for no client, request id req-")
                .doesNotContain("a secret cat");
    }

    @Test
    void neitherDryRunsNorOtherRequestsAreCounted() {
        var before = all();

        gateway.send(gateway.generation(Gateway.A_CAT)
                .uri(gateway.to("/v1/images/generations?dry_run=true").build().uri()));
        gateway.send(gateway.generation(Gateway.A_CAT)
                .uri(gateway.to("/v1/images/generations/dry-run").build().uri()));
        gateway.send(gateway.generation(Gateway.A_CAT).method("GET", HttpRequest.BodyPublishers.noBody()));
        // counted after those before it
        office.generate(TestKeys.CLIENT, "last");
        await().until(() -> all() > before);

        assertThat(all()).isEqualTo(before + 1);
    }

    @Test
    void aFloodOfRefusalsIsSampledInTheLog(CapturedOutput output) {
        for (int i = 0; i < 200; i++) {
            gateway.generate("{\"prompt\":1}");
        }

        var lines = output.toString()
                .lines()
                .filter(line -> line.contains("invalid-request (400) for client team-a"))
                .count();
        assertThat(lines).isPositive().isLessThan(150);
    }

    private interface Sending {
        Answer send();
    }

    /** That this counter goes up by one, and no other does. */
    private void counts(String client, String outcome, Sending sending) {
        var before = counted(client, outcome);
        var all = all();
        var answer = sending.send();
        await().alias(client + " " + outcome + ": " + answer.text())
                .until(() -> counted(client, outcome) == before + 1);
        assertThat(all()).isEqualTo(all + 1);
    }

    private double counted(String client, String outcome) {
        return gateway.metric(REQUESTS, "client=\"" + client + '"', "outcome=\"" + outcome + '"');
    }

    private double all() {
        return gateway.metric(REQUESTS);
    }

    /** The lines of a metric, which may be followed by its first tags. */
    private static List<String> samples(String page, String start) {
        var tags = start.indexOf('{');
        var name = tags < 0 ? start : start.substring(0, tags);
        var wanted = tags < 0 ? "" : start.substring(tags + 1);
        return page.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(wanted))
                .toList();
    }
}
