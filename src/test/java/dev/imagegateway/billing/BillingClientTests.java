package dev.imagegateway.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imagegateway.image.Credits;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vendor's books as the sandbox keeps them, read with two of its keys and one that it does not know. */
class BillingClientTests {

    private static final String FIRST = TestKeys.UPSTREAM;
    private static final String SECOND = TestKeys.UPSTREAM_NEXT;
    private static final String FOREIGN = TestKeys.STRANGER;

    private static RunningSandbox server;
    private static Sandbox sandbox;
    private static Gateway gateway;
    private static BillingClient books;

    @BeforeAll
    static void start() {
        server = RunningSandbox.start("--sandbox.api-keys=" + FIRST + "," + SECOND, "--sandbox.log-delay=0s");
        sandbox = server.sandbox();
        gateway = Gateway.start(
                server.url(),
                "--gateway.upstream.api-key=" + FIRST + "," + SECOND + "," + FOREIGN,
                "--gateway.upstream.books.reads-per-minute=100000",
                "--gateway.upstream.books.retry-delay=1ms");
        books = gateway.part(BillingClient.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @BeforeEach
    void reset() {
        sandbox.reset();
    }

    private static String prefix(String key) {
        return TestKeys.name(key);
    }

    private static LogReading ofTheLastHour() {
        var now = Instant.now();
        return books.logs(now.minus(Duration.ofHours(1)), now);
    }

    /** A request past the gateway, as of somebody else who uses the account. */
    private static void post(HttpClient http, String key, String id) {
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/v1/images/generations"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("X-Client-Request-Id", id)
                .POST(BodyPublishers.ofString(Gateway.A_CAT))
                .build();
        try {
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void logsHoldEachAttemptWithItsIdsAndItsCost() {
        sandbox.fault("{\"fault\":\"unavailable\",\"times\":1}");
        var generation = gateway.generate(Gateway.A_CAT).header("X-Generation-Id");

        var rows = ofTheLastHour().rows();

        assertThat(rows)
                .extracting(LogRow::attempt, LogRow::succeeded, LogRow::credits, LogRow::keyPrefix)
                .containsExactlyInAnyOrder(
                        tuple(generation + ".1", false, new Credits(0), prefix(FIRST)),
                        tuple(generation + ".2", true, new Credits(91_000), prefix(FIRST)));
        assertThat(rows)
                .extracting(LogRow::inferenceId)
                .containsAll(sandbox.posts().stream()
                        .map(post -> post.path("inference_id").asString())
                        .toList());
        assertThat(rows).extracting(LogRow::requestId).doesNotContainNull();
    }

    @Test
    void everyKeysRowsAreReadAndOneThatIsRefusedLeavesOnlyItsOwnOut() {
        try (var http = HttpClient.newHttpClient()) {
            IntStream.range(0, 230).forEach(number -> post(http, FIRST, "first-" + number));
            IntStream.range(0, 20).forEach(number -> post(http, SECOND, "second-" + number));
        }

        var reading = ofTheLastHour();

        assertThat(reading.rows()).extracting(LogRow::attempt).hasSize(250).doesNotHaveDuplicates();
        assertThat(reading.rows())
                .filteredOn(row -> row.keyPrefix().equals(prefix(SECOND)))
                .hasSize(20);
        assertThat(books.keys()).containsExactly(prefix(FIRST), prefix(SECOND), prefix(FOREIGN));
        assertThat(reading.complete()).containsExactlyInAnyOrder(prefix(FIRST), prefix(SECOND));
        assertThat(gateway.metric("image_gateway_upstream_key_resting"))
                .as("a key is not rested by its books")
                .isZero();
        assertThat(gateway.metric("image_gateway_upstream_books_seconds_count", "page=\"logs\"", "outcome=\"refused\""))
                .isPositive();
    }

    @Test
    void windowIncludesBothItsEndsToTheMillisecond() {
        gateway.generate(Gateway.A_CAT);
        var created = ofTheLastHour().rows().getFirst().created();

        assertThat(books.logs(created, created).rows()).hasSize(1);
        assertThat(books.logs(created.minusSeconds(9), created.minusMillis(1)).rows())
                .isEmpty();
        assertThat(books.logs(created.plusMillis(1), created.plusSeconds(9)).rows())
                .isEmpty();
    }

    @Test
    void spansLongerThanTheVendorAllowsAreReadInParts() {
        gateway.generate(Gateway.A_CAT);
        var now = Instant.now();

        var reading = books.logs(now.minus(Duration.ofDays(300)), now.plus(Duration.ofDays(60)));

        assertThat(reading.rows()).hasSize(1);
        assertThat(reading.complete()).contains(prefix(FIRST));
    }

    @Test
    void limitOfReadsThatLastsEndsTheReadingWithWhatWasRead() {
        try (var http = HttpClient.newHttpClient()) {
            IntStream.range(0, 120).forEach(number -> post(http, FIRST, "first-" + number));
        }
        sandbox.call("PUT", "/sandbox/settings", "{\"logs-per-minute\":1}");

        var reading = ofTheLastHour();

        assertThat(reading.rows()).hasSize(100);
        assertThat(reading.complete()).containsExactly(prefix(SECOND));
    }

    @Test
    void ledgerOfAnAccountWithoutRefundsIsReadToItsEnd() {
        gateway.generate(Gateway.A_CAT);
        var now = Instant.now();

        var reading = books.refunds(now.minus(Duration.ofHours(1)), now);

        assertThat(reading.refunds()).isEmpty();
        assertThat(reading.complete()).containsExactlyInAnyOrder(prefix(FIRST), prefix(SECOND));
    }

    @Test
    void priceIsTheListsOfThisMoment() {
        assertThat(books.prices().flatMap(list -> list.perImage(Gateway.MODEL_ID)))
                .contains(new Credits(91_000));
        sandbox.call("PUT", "/sandbox/settings", "{\"credits-per-image\":52001}");
        assertThat(books.prices().flatMap(list -> list.perImage(Gateway.MODEL_ID)))
                .contains(new Credits(52_001));
        assertThat(books.prices().flatMap(list -> list.perImage("another-model")))
                .isEmpty();
    }
}
