package dev.imagegateway.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendor learns of the gateway's traces when its books are read. */
class BookTraceTests {

    private static final Instant TIME = Instant.parse("2026-07-02T03:00:00Z");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void traceIsSentOnlyIfItIsSwitchedOn(boolean isSent) {
        try (var vendor = new StubBooks();
                var gateway = Gateway.start(
                        vendor.url(),
                        "--gateway.reconciliation.enabled=false",
                        "--gateway.tracing.propagate-upstream=" + isSent)) {
            vendor.answers(asked -> StubBooks.page(List.of(StubBooks.row(1)), asked));

            var reading = gateway.part(BillingClient.class).logs(TIME, TIME.plusSeconds(3600));

            assertThat(reading.rows()).hasSize(1);
            assertThat(vendor.asked())
                    .isNotEmpty()
                    .allSatisfy(asked -> assertThat(asked.traceparent() != null).isEqualTo(isSent));
        }
    }
}
