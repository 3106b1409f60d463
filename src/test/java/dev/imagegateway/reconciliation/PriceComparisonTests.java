package dev.imagegateway.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A price that the vendor has changed is told, not followed. */
@ExtendWith(OutputCaptureExtension.class)
class PriceComparisonTests {

    @Test
    void tellsThatTheVendorsPriceIsAnother(CapturedOutput output) {
        try (var server = RunningSandbox.start("--sandbox.credits-per-image=100000");
                var gateway = Gateway.start(server.url(), "--gateway.reconciliation.interval=100ms")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            gateway.metric("image_gateway_catalogue_price_vendor_credits", "stable-diffusion-v3-medium")
                                    == 100_000);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> output.toString()
                            .contains("costs 100000 credits by the vendor's price list and 91000 by the catalogue"));
            assertThat(gateway.send(gateway.to("/v1/models/stable-diffusion-v3-medium")
                                    .header("Authorization", "Bearer " + TestKeys.CLIENT))
                            .json()
                            .at("/price/credits_per_image")
                            .longValue())
                    .isEqualTo(91_000);
        }
    }
}
