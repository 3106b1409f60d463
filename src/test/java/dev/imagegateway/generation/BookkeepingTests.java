package dev.imagegateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Audit;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerLocation.InFile;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a request leaves in the books, and what it does not. */
@ExtendWith({Suite.class, OutputCaptureExtension.class})
class BookkeepingTests {

    private final InFile place = InFile.fresh();

    private Gateway start(Sandbox sandbox, String... settings) {
        var all = new String[settings.length + 2];
        all[0] = place.settings().getFirst();
        all[1] = "--gateway.reconciliation.enabled=false";
        System.arraycopy(settings, 0, all, 2, settings.length);
        return Gateway.start(sandbox.url(), all);
    }

    @BeforeEach
    void quick(Sandbox sandbox) {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"0s\"}}");
    }

    @Test
    void thresholdsOfABudgetAreToldOnceEach(Sandbox sandbox, CapturedOutput output) {
        try (var gateway = start(sandbox, "--gateway.clients[0].budget.credits-per-month=" + 10 * 91_000)) {
            for (int image = 1; image <= 12; image++) {
                var answer = gateway.generate(Gateway.A_CAT);
                assertThat(answer.status()).isEqualTo(image <= 10 ? 200 : 402);
                assertThat(gateway.metric("image_gateway_budget_threshold_total", "percent=\"50\""))
                        .isEqualTo(image < 5 ? 0 : 1);
                assertThat(gateway.metric("image_gateway_budget_threshold_total", "percent=\"80\""))
                        .isEqualTo(image < 8 ? 0 : 1);
                assertThat(gateway.metric("image_gateway_budget_threshold_total", "percent=\"100\""))
                        .isEqualTo(image < 10 ? 0 : 1);
            }
            assertThat(gateway.metric("image_gateway_budget_refused_total", "client=\"team-a\"", "period=\"month\""))
                    .isEqualTo(2);
        }
        for (int percent : new int[] {50, 80, 100}) {
            assertThat(output.getOut()
                            .lines()
                            .filter(line -> line.contains("has used " + percent + " % of its budget")))
                    .hasSize(1);
        }
    }

    @Test
    void costAboveThePriceIsBookedAndSaysThatThePriceIsStale(Sandbox sandbox) {
        try (var gateway = start(sandbox)) {
            sandbox.fault("{\"fault\":\"price-change\",\"credits\":100000,\"times\":1}");
            var answer = gateway.generate(Gateway.A_CAT);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Credits-Used")).isEqualTo("100000");
            assertThat(gateway.metric("image_gateway_catalogue_price_exceeded_total"))
                    .isEqualTo(1);
            assertThat(place.account("team-a", "day")).containsExactly(0, 100_000);
            gateway.generate(Gateway.A_CAT);
            assertThat(gateway.metric("image_gateway_catalogue_price_exceeded_total"))
                    .isEqualTo(1);
        }
    }

    @Test
    void stalePriceOverspendsNoBudgetOnceACostIsKnown(Sandbox sandbox) throws InterruptedException {
        sandbox.fault("{\"fault\":\"price-change\",\"credits\":182000}");
        try (var gateway = start(sandbox, "--gateway.clients[0].budget.credits-per-month=" + 10 * 182_000)) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"100ms\"}}");
            atOnce(gateway);
            assertThat(sandbox.billed()).isEqualTo(10 * 182_000);
            assertThat(gateway.metric("image_gateway_catalogue_price_held_credits", Gateway.MODEL_ID))
                    .isEqualTo(182_000);
            assertThat(gateway.metric("image_gateway_catalogue_price_exceeded_total"))
                    .isEqualTo(1);
        }
        try (var restarted = start(sandbox, "--gateway.clients[0].budget.credits-per-month=" + 12 * 182_000)) {
            atOnce(restarted);
            assertThat(sandbox.billed()).isEqualTo(12 * 182_000);
        }
        try (var decided = start(sandbox, "--gateway.catalogue.hold-price=catalogue")) {
            assertThat(decided.metric("image_gateway_catalogue_price_held_credits", Gateway.MODEL_ID))
                    .isEqualTo(91_000);
        }
    }

    /** A price by image of before would otherwise be multiplied by the credits that a token price holds. */
    @Test
    void costOfAnotherUnitIsNotHeld(Sandbox sandbox) {
        var body = "{\"model\":\"openai/gpt-image-1\",\"prompt\":\"a cat\"}";
        try (var byImage = start(
                sandbox,
                "--gateway.catalogue.prices[0].model=openai/gpt-image-1",
                "--gateway.catalogue.prices[0].credits=300000")) {
            assertThat(byImage.generate(body).status()).isEqualTo(200);
        }
        try (var byToken = start(sandbox, "--gateway.clients[0].budget.credits-per-month=1000000")) {
            assertThat(byToken.generate(body).status()).isEqualTo(200);
        }
    }

    private static void atOnce(Gateway gateway) throws InterruptedException {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            callers.invokeAll(Collections.nCopies(30, () -> gateway.generate(Gateway.A_CAT)));
        }
    }

    @Test
    void whatIsRefusedBeforeItIsSentLeavesNoRow(Sandbox sandbox) {
        try (var gateway = start(sandbox)) {
            assertThat(gateway.generate("{}").status()).isEqualTo(400);
            assertThat(gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer nobody"))
                            .status())
                    .isEqualTo(401);
            assertThat(place.rows()).isEmpty();
        }
    }

    @Test
    void outcomesAreBookedAsTheyWere(Sandbox sandbox) {
        try (var gateway = start(sandbox, "--gateway.upstream.retry.max-attempts=1")) {
            sandbox.fault("{\"fault\":\"unavailable\",\"promptContains\":\"failed\"}");
            sandbox.fault("{\"fault\":\"close\",\"bills\":true,\"promptContains\":\"lost\"}");
            sandbox.fault("{\"fault\":\"empty-data\",\"promptContains\":\"filtered\"}");
            sandbox.fault("{\"fault\":\"missing-cost\",\"promptContains\":\"costless\"}");
            for (var prompt : new String[] {"failed", "lost", "filtered", "costless"}) {
                gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"" + prompt + "\"}");
            }
            assertThat(place.rows())
                    .extracting(row -> row.state() + " " + row.outcome() + " " + row.evidence() + " " + row.used())
                    .containsExactly(
                            "RELEASED upstream-failed refusal null",
                            "UNKNOWN outcome-unknown null null",
                            "SETTLED no-image body 91000",
                            "SETTLED succeeded catalogue 91000");
        }
    }

    @Test
    void promptsAreKeptOnlyIfAskedFor(Sandbox sandbox) throws IOException {
        var request = "{" + Gateway.MODEL + ",\"prompt\":\"a secret heron\\u0000\"}";
        try (var gateway = start(sandbox)) {
            assertThat(gateway.generate(request).status()).isEqualTo(200);
        }
        assertThat(filesHave("heron")).isFalse();
        try (var gateway = start(sandbox, "--gateway.ledger.keep-prompts=true")) {
            assertThat(gateway.generate(request).status()).isEqualTo(200);
        }
        assertThat(filesHave("heron")).isTrue();
    }

    private boolean filesHave(String text) throws IOException {
        try (var files = Files.list(place.directory())) {
            for (var file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void whatIsUnderWayWhenTheGatewayStopsIsSettled(Sandbox sandbox) {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"1s\"}}");
        var gateway = start(sandbox);
        try (var caller = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = caller.submit(() -> gateway.generate(Gateway.A_CAT));
            await().until(() -> sandbox.posts().size() == 1);
            gateway.stop();
            assertThat(answer).succeedsWithin(Duration.ofSeconds(60));
        }
        Audit.of(place, sandbox).everythingAgrees();
        assertThat(place.rows()).hasSize(1);
    }
}
