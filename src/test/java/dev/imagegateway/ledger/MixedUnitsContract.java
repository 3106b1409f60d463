package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.RunningSandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A budget is a wall for models whose prices have different units, for any number of requests at once. */
abstract class MixedUnitsContract {

    private static final long BUDGET = 3_000_000;

    /** By image, by megapixel, by input image and output megapixel, and by token. */
    private static final List<String> BODIES = List.of(
            "{\"model\":\"stable-diffusion-v3-medium\",\"prompt\":\"a cat\",\"n\":2}",
            "{\"model\":\"flux/dev\",\"prompt\":\"a cat\",\"n\":2,\"image_size\":{\"width\":1536,\"height\":1536}}",
            "{\"model\":\"blackforestlabs/flux-2-pro\",\"prompt\":\"a cat\",\"image_size\":{\"width\":1536,\"height\":1536},"
                    + "\"image_urls\":[\"https://example.com/a.png\",\"https://example.com/b.png\"]}",
            "{\"model\":\"openai/gpt-image-1\",\"prompt\":\"a cat\",\"quality\":\"high\"}");

    private final LedgerRows ledger;

    MixedUnitsContract(LedgerRows ledger) {
        this.ledger = ledger;
    }

    @Test
    void requestsAtOnceNeverExceedTheBudget() throws InterruptedException {
        try (var server = RunningSandbox.start();
                var gateway = Gateway.start(
                        server.url(), ledger.with("--gateway.clients[0].budget.credits-per-month=" + BUDGET))) {
            var calls = new ArrayList<Callable<Answer>>();
            for (int i = 0; i < 48; i++) {
                var body = BODIES.get(i % BODIES.size());
                calls.add(() -> gateway.generate(body));
            }

            var statuses = new ArrayList<Integer>();
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                callers.invokeAll(calls)
                        .forEach(answer -> statuses.add(answer.resultNow().status()));
            }

            assertThat(statuses).containsOnly(200, 402).contains(200, 402);
            var billed = server.sandbox().billed();
            assertThat(billed).isBetween(BUDGET / 2, BUDGET);
            assertThat(ledger.answer("SELECT SUM(credits_used) FROM generation WHERE state = 'SETTLED'"))
                    .isEqualTo(billed);
            assertThat(ledger.answer("SELECT SUM(held) FROM account")).isZero();
            assertThat(gateway.metric("image_gateway_catalogue_price_exceeded_total"))
                    .isZero();
        }
    }
}
