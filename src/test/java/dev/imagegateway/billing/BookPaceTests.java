package dev.imagegateway.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long the vendor's books are waited for: their silence, our turn, and nobody at all. */
class BookPaceTests {

    private static final Instant TIME = Instant.parse("2026-07-02T03:00:00Z");

    private StubBooks vendor;

    @BeforeEach
    void start() {
        vendor = new StubBooks();
    }

    @AfterEach
    void stop() {
        vendor.close();
    }

    private static Gateway gateway(URI upstream, String setting) {
        return Gateway.start(upstream, "--gateway.upstream.books.retry-delay=1ms", setting);
    }

    private static LogReading read(BillingClient books) {
        return books.logs(TIME, TIME.plusSeconds(3600));
    }

    private static List<String> rows(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(StubBooks::row).toList();
    }

    @Test
    void silenceIsWaitedOutForAPageTimeAndNoLonger() {
        var end = new CountDownLatch(1);
        vendor.answers(asked -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return StubBooks.page(rows(2), asked);
        });
        try (var hasty = gateway(vendor.url(), "--gateway.upstream.books.page-timeout=200ms")) {
            var reading = read(hasty.part(BillingClient.class));

            assertThat(reading).isEqualTo(new LogReading(List.of(), Set.of()));
            assertThat(hasty.metric(
                            "image_gateway_upstream_books_seconds_count", "page=\"logs\"", "outcome=\"failed\""))
                    .isEqualTo(4);
        } finally {
            end.countDown();
        }
    }

    @Test
    void readsWaitForTheirTurnAndAnInterruptEndsTheWait() {
        try (var slow = gateway(vendor.url(), "--gateway.upstream.books.reads-per-minute=1")) {
            var rows = rows(500);
            vendor.answers(asked -> StubBooks.page(rows, asked));
            var of = slow.part(BillingClient.class);
            var reading = new AtomicReference<LogReading>();
            var reader = new Thread(() -> reading.set(read(of)));
            reader.start();
            // the first page is there: what it waits for now is its turn
            await().until(() -> slow.metric("image_gateway_upstream_books_seconds_count", "page=\"logs\"") == 1
                    && reader.getState() == Thread.State.TIMED_WAITING);

            reader.interrupt();

            await().untilAtomic(reading, Matchers.notNullValue());
            assertThat(reading.get().rows()).isNotEmpty();
            assertThat(reading.get().complete()).isEmpty();
        }
    }

    @Test
    void vendorThatIsNotThereIsNoException() {
        try (var lonely = gateway(URI.create("http://127.0.0.1:1"), "--gateway.upstream.books.page-timeout=5s")) {
            var none = lonely.part(BillingClient.class);
            assertThat(read(none)).isEqualTo(new LogReading(List.of(), Set.of()));
            assertThat(none.refunds(TIME, TIME).complete()).isEmpty();
            assertThat(none.prices().flatMap(list -> list.perImage(Gateway.MODEL_ID)))
                    .isEmpty();
        }
    }
}
