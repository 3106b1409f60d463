package dev.imagegateway.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.billing.BillingClient;
import dev.imagegateway.support.FaultCell;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.ReconciliationFixture;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to an answer, our books end where the vendor's are, on either store. Generations are made older in
 * the store, so that nobody has to wait for their deadlines.
 */
abstract class ReconciliationContract extends ReconciliationFixture {

    private static final String REFUSED_BILLED = "image_gateway_upstream_refused_billed_total";
    private static final String ADJUSTED = "image_gateway_reconciliation_adjusted_total";
    private static final String DRIFT = "image_gateway_reconciliation_drift_credits";
    private static final String LAG = "image_gateway_reconciliation_lag_seconds";
    private static final String ROWS = "image_gateway_reconciliation_rows_total";

    /** Past the deadline and the settle lag, and still within the clocks' skew. */
    private static final Duration OVER = Duration.ofSeconds(60);

    private static final Duration TOO_OLD = Duration.ofMinutes(6);

    @Test
    void everyFaultEndsAsItWasBilled() {
        // some faults end by it; whichever attempt ends by it ends as it was billed, too
        try (var gateway = start("--gateway.upstream.attempt-timeout=1s")) {
            FaultCell.all()
                    // the forms of errors are other tests' business
                    .filter(cell -> !cell.fault().contains("profile="))
                    .filter(cell ->
                            !cell.afterRetry() || (cell.bills() && cell.fault().equals("truncated-json")))
                    .forEach(cell -> {
                        if (cell.afterRetry()) {
                            sandbox.fault("{\"fault\":\"unavailable\",\"bills\":true,\"times\":1}");
                        }
                        sandbox.fault(cell.rule());
                        gateway.generate(Gateway.A_CAT);
                    });
            ledger.age(OVER);

            eventually().untilAsserted(() -> assertThat(ledger.all()).allMatch(LedgerRows.Row::reconciled));
            var billed = billed();
            assertThat(ledger.all()).hasSizeGreaterThan(80).allSatisfy(row -> {
                var credits = billed.getOrDefault(row.id(), 0L);
                assertThat(row.state()).isIn("SETTLED", "RELEASED");
                assertThat(row.used() == null ? 0 : row.used())
                        .as(row.toString())
                        .isEqualTo(credits);
                if (credits > 0) {
                    assertThat(row.state()).isEqualTo("SETTLED");
                }
            });
            assertThat(ledger.used()).isEqualTo(sandbox.billed());
            assertThat(ledger.accounts("spent")).containsOnly(sandbox.billed());
            assertThat(ledger.accounts("held")).containsOnly(0L);
            assertThat(gateway.metric(REFUSED_BILLED)).isPositive();
            assertThat(gateway.metric(ADJUSTED, "from=\"unknown\"", "to=\"settled\""))
                    .isPositive();
            eventually().until(() -> gateway.metric("image_gateway_reconciliation_seconds_count", "complete") > 0);
            assertThat(gateway.metric(DRIFT)).isZero();
            assertThat(gateway.metric(LAG)).isZero();
        }
    }

    private Map<String, Long> billed() {
        var rows = sandbox.call("GET", "/sandbox/bill", "").json().path("rows");
        return StreamSupport.stream(rows.spliterator(), false)
                .collect(Collectors.toMap(
                        row -> row.path("client_request_id").asString().replaceAll("\\.\\d+$", ""),
                        row -> row.path("credits").longValue(),
                        Long::sum));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-request", "edge-challenge"})
    void refusalThatWasBilledIsFoundAndTold(String fault) {
        sandbox.fault("{\"fault\":\"" + fault + "\",\"bills\":true,\"times\":1}");
        try (var gateway = start()) {
            gateway.generate(Gateway.A_CAT);
            ledger.age(OVER);

            becomes("SETTLED", "vendor");
            assertThat(ledger.only().used()).isEqualTo(91_000);
            assertThat(gateway.metric(REFUSED_BILLED)).isEqualTo(1);
            assertThat(gateway.metric(ADJUSTED, "from=\"released\"", "to=\"settled\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void failureThatWasBilledIsNoLongerRetried() {
        sandbox.fault("{\"fault\":\"internal-error\",\"bills\":true,\"times\":1}");
        try (var gateway = start()) {
            assertThat(gateway.metric("image_gateway_upstream_failure_unknown")).isZero();
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(sandbox.posts()).hasSize(2);
            ledger.age(OVER);

            eventually().until(() -> gateway.metric("image_gateway_upstream_failure_unknown") == 1);
            assertThat(gateway.metric(REFUSED_BILLED)).isEqualTo(1);
            sandbox.fault("{\"fault\":\"internal-error\",\"bills\":true,\"times\":1}");
            var keyed = gateway.generation(Gateway.A_CAT).header("Idempotency-Key", "billed-failure");
            assertThat(gateway.send(keyed).problem()).isEqualTo("outcome-unknown");
            eventually().until(() -> gateway.send(keyed).problem().equals("result-lost"));
            assertThat(sandbox.posts()).hasSize(3);
        }
        try (var restarted = start()) {
            sandbox.fault("{\"fault\":\"bad-gateway\",\"bills\":false,\"times\":1}");
            assertThat(restarted.generate(Gateway.A_CAT).problem()).isEqualTo("outcome-unknown");
            sandbox.fault("{\"fault\":\"unavailable\",\"bills\":false,\"times\":1}");
            assertThat(restarted.generate(Gateway.A_CAT).status()).isEqualTo(200);
            ledger.age(OVER);

            eventually().untilAsserted(() -> assertThat(ledger.all()).allMatch(LedgerRows.Row::reconciled));
            assertThat(ledger.all())
                    .extracting(LedgerRows.Row::state)
                    .containsExactlyInAnyOrder("SETTLED", "SETTLED", "RELEASED", "SETTLED");
            assertThat(ledger.used()).isEqualTo(sandbox.billed());
        }
    }

    @Test
    void refundIsGivenBackOnce() {
        try (var gateway = start()) {
            gateway.generate(Gateway.A_CAT);
            ledger.age(OVER);
            eventually().until(() -> ledger.only().reconciled());
            assertThat(ledger.only().evidence())
                    .as("equal figures change nothing")
                    .isEqualTo("body");

            var inference = sandbox.posts().getFirst().path("inference_id").asString();
            sandbox.call("POST", "/sandbox/refunds", "{\"inference_id\":\"" + inference + "\",\"credits\":1000}");

            becomes("SETTLED", "vendor");
            moreRounds(gateway);
            assertThat(ledger.only().used()).isEqualTo(90_000);
            assertThat(ledger.only().vendor()).isEqualTo(90_000);
            assertThat(ledger.accounts("spent")).containsOnly(90_000L);
            assertThat(gateway.metric(ROWS, "kind=\"refund\"")).isEqualTo(1);
            assertThat(gateway.metric(DRIFT)).isZero();
        }
    }

    @Test
    void rowsOfOthersChangeNothing() {
        try (var gateway = start()) {
            gateway.generate(Gateway.A_CAT);
            for (var id : List.of("job-42:1", "gen-" + UUID.randomUUID() + ".1")) {
                var stranger = gateway.generation(Gateway.A_CAT)
                        .uri(server.url().resolve("/v1/images/generations"))
                        .setHeader("Authorization", "Bearer " + FIRST)
                        .header("X-Client-Request-Id", id);
                assertThat(gateway.send(stranger).status()).isEqualTo(200);
            }
            ledger.age(OVER);

            eventually().until(() -> ledger.only().reconciled());
            assertThat(gateway.metric(ROWS, "kind=\"foreign\"")).isEqualTo(1);
            assertThat(gateway.metric(ROWS, "kind=\"unmatched\"")).isEqualTo(1);
            assertThat(gateway.metric(ROWS, "kind=\"matched\"")).isEqualTo(1);
            assertThat(ledger.used()).isEqualTo(91_000);
            assertThat(ledger.answer("SELECT COUNT(*) FROM vendor_row")).isEqualTo(1);
            moreRounds(gateway);
            assertThat(gateway.metric(DRIFT)).isZero();
        }
    }

    @Test
    void answerThatTheVendorKnowsNothingOfIsDrift() {
        try (var gateway = start()) {
            gateway.generate(Gateway.A_CAT);
            sandbox.reset();
            ledger.age(OVER);

            eventually().until(() -> ledger.only().reconciled());
            eventually().until(() -> gateway.metric(DRIFT) == 91_000);
            assertThat(ledger.only().state()).isEqualTo("SETTLED");
            assertThat(ledger.only().evidence()).isEqualTo("body");
        }
    }

    @Test
    void silenceProvesNothingWhileTheLogsCannotBeRead() {
        sandbox.fault("{\"fault\":\"html-error\",\"bills\":true,\"times\":1}");
        sandbox.fault("{\"fault\":\"html-error\",\"bills\":false,\"times\":1}");
        try (var gateway = startBehindGate()) {
            gate.shut(500, "");
            gateway.generate(Gateway.A_CAT);
            gateway.generate(Gateway.A_CAT);
            ledger.age(OVER);
            for (var status : List.of(500, 429, 200)) {
                gate.shut(status, "not what it should be");
                eventually().until(() -> gate.reads() > 0);
                moreRounds(gateway);
                assertThat(ledger.all()).extracting(LedgerRows.Row::state).containsOnly("UNKNOWN");
            }
            assertThat(gateway.metric("image_gateway_reconciliation_seconds_count", "\"incomplete\""))
                    .isPositive();

            ledger.age(TOO_OLD);

            eventually()
                    .untilAsserted(() -> assertThat(ledger.all())
                            .extracting(LedgerRows.Row::evidence)
                            .containsOnly("estimate"));
            assertThat(ledger.all()).extracting(LedgerRows.Row::used).containsOnly(91_000L);

            gate.open();

            eventually()
                    .untilAsserted(() -> assertThat(ledger.all())
                            .extracting(LedgerRows.Row::state)
                            .containsExactly("SETTLED", "RELEASED"));
            assertThat(ledger.all()).extracting(LedgerRows.Row::evidence).containsOnly("vendor");
            assertThat(ledger.used()).isEqualTo(sandbox.billed());
        }
    }

    @Test
    void silenceOfOneKeySaysNothingOfAnother(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("key"), FIRST);
        // in nobody's logs
        sandbox.fault("{\"fault\":\"close-before-body\",\"times\":1}");
        try (var gateway = start(
                "--gateway.upstream.api-key=",
                "--gateway.upstream.api-key-file=" + file,
                "--gateway.upstream.keys.refresh=50ms")) {
            gateway.generate(Gateway.A_CAT);
            rotate(gateway, file, SECOND);
            ledger.age(OVER);

            moreRounds(gateway);
            assertThat(ledger.only().state()).isEqualTo("UNKNOWN");
            assertThat(gateway.metric("image_gateway_reconciliation_seconds_count", "incomplete"))
                    .isPositive();
            assertThat(gateway.metric(LAG)).isPositive();

            rotate(gateway, file, FIRST);

            becomes("RELEASED", "absence");
        }
    }

    private static void rotate(Gateway gateway, Path file, String key) throws IOException {
        var next = Files.writeString(file.resolveSibling("next"), key);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        eventually().until(() -> gateway.part(BillingClient.class).keys().equals(List.of(TestKeys.name(key))));
    }

    @Test
    void lateAnswerGoesBeforeAbsence() {
        // billed at once, answered late, and in the logs much later
        sandbox.call("PUT", "/sandbox/settings", "{\"log-delay\":\"1h\"}");
        try (var postGate = new PostGate(server.url());
                var gateway = start(
                        postGate.setting(),
                        "--gateway.upstream.attempt-timeout=90s",
                        "--gateway.upstream.generation-timeout=91s",
                        "--gateway.ledger.lease=5s")) {
            postGate.holdAnswers();
            var answer = CompletableFuture.supplyAsync(() -> gateway.generate(Gateway.A_CAT));
            eventually().until(() -> ledger.all().size() == 1 && sandbox.posts().size() == 1);
            ledger.age(Duration.ofMinutes(3));

            becomes("RELEASED", "absence");
            postGate.letGo();

            assertThat(answer.join().status()).isEqualTo(200);
            becomes("SETTLED", "body");
            assertThat(ledger.accounts("spent")).containsOnly(91_000L);
            assertThat(ledger.accounts("held")).containsOnly(0L);
        }
    }
}
