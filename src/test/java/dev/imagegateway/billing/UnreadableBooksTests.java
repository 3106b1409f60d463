package dev.imagegateway.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.billing.StubBooks.Asked;
import dev.imagegateway.billing.StubBooks.Reply;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.upstream.IntermediaryPage;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What cannot be read is said to be so, key by key, and never guessed; what can be read is kept. */
@ExtendWith(OutputCaptureExtension.class)
class UnreadableBooksTests {

    private static final Instant TIME = Instant.parse("2026-07-02T03:00:00Z");
    private static final String FIRST = TestKeys.UPSTREAM;
    private static final String SECOND = TestKeys.UPSTREAM_NEXT;
    /** Begins as the first one does. */
    private static final String THIRD = FIRST.substring(0, 4) + SECOND.substring(4);

    private static StubBooks vendor;
    private static Gateway gateway;
    private static BillingClient books;

    @BeforeAll
    static void start() {
        vendor = new StubBooks();
        gateway = start(FIRST + "," + SECOND);
        books = gateway.part(BillingClient.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    private static Gateway start(String keys, String... settings) {
        var all = new String[settings.length + 3];
        all[0] = "--gateway.upstream.api-key=" + keys;
        all[1] = "--gateway.upstream.books.reads-per-minute=100000";
        all[2] = "--gateway.upstream.books.retry-delay=1ms";
        System.arraycopy(settings, 0, all, 3, settings.length);
        return Gateway.start(vendor.url(), all);
    }

    private static String name(String key) {
        return TestKeys.name(key);
    }

    private static LogReading read(BillingClient books) {
        return books.logs(TIME, TIME.plusSeconds(3600));
    }

    @Test
    void theNameOfAModelIsCleanedAndCutAndMayBeMissing() {
        var named = List.of(
                "\"stability/x\"", "\"a\\u001b[31m " + FIRST + "\"", "\"" + "x".repeat(100_000) + "\"", "\" \"", "7");
        var sent = IntStream.range(0, named.size())
                .mapToObj(i -> StubBooks.row(i + 1).replace("\"stability/x\"", named.get(i)))
                .toList();
        vendor.answers(asked -> StubBooks.page(sent, asked));

        var models = read(books).rows().stream().map(LogRow::model).toList();

        assertThat(models).hasSize(5).startsWith("stability/x");
        assertThat(models.get(1)).doesNotContain("\u001b", FIRST);
        assertThat(models.get(2)).hasSizeLessThanOrEqualTo(151);
        assertThat(models.subList(3, 5)).containsOnlyNulls();
    }

    private static List<String> rows(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(StubBooks::row).toList();
    }

    /** A refusal that quotes the key which it refuses. */
    private static Reply forbidden(String key) {
        return new Reply(403, """
                {"title":"Forbidden","status":403,"message":"Not for %s","timestamp":"2026-07-02T03:04:05Z",\
                "error":{"name":"ForbiddenException","message":"no"}}""".formatted(key));
    }

    private static boolean isOf(String key, Asked asked) {
        return ("Bearer " + key).equals(asked.authorization());
    }

    @Test
    void refusedKeyIsAskedOnceAndToldOnceAndTheOtherIsComplete(CapturedOutput output) {
        vendor.answers(asked -> isOf(SECOND, asked) ? forbidden(SECOND) : StubBooks.page(rows(150), asked));

        var reading = read(books);

        assertThat(reading.rows()).hasSize(150);
        assertThat(reading.complete()).containsExactly(name(FIRST));
        assertThat(vendor.asked()).hasSize(3);
        assertThat(vendor.asked()).extracting(Asked::userAgent).allMatch(agent -> agent.startsWith("image-gateway/"));
        assertThat(output.getAll().lines().filter(line -> line.contains("could not be read completely")))
                .singleElement()
                .asString()
                .contains("key 1:" + name(SECOND), "status 403, Not for " + SECOND.substring(0, 4))
                .doesNotContain(SECOND);
    }

    @Test
    void intermediaryThatRefusesAPageIsNamedAndCounted(CapturedOutput output) {
        vendor.answers(_ -> new Reply(403, IntermediaryPage.nginx(403).body()));

        var reading = read(books);

        assertThat(reading.complete()).isEmpty();
        assertThat(output.getAll()).contains("status 403 of nginx");
        assertThat(gateway.metric(
                        "image_gateway_upstream_intermediary_refused_total",
                        "intermediary=\"nginx\"",
                        "status=\"403\""))
                .isEqualTo(2);
    }

    @Test
    void keysThatBeginAlikeAreToldApart() {
        try (var twins = start(FIRST + "," + THIRD)) {
            var of = twins.part(BillingClient.class);
            vendor.answers(asked -> StubBooks.page(rows(3), asked));
            assertThat(of.keys()).containsExactly(name(FIRST), name(THIRD));
            assertThat(read(of).complete()).containsExactlyInAnyOrder(name(FIRST), name(THIRD));

            vendor.answers(asked -> isOf(THIRD, asked) ? forbidden(THIRD) : StubBooks.page(rows(3), asked));
            var reading = read(of);
            assertThat(reading.complete()).containsExactly(name(FIRST));
            assertThat(reading.rows()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504, 524, 302})
    void pageIsAskedForAgainWhereThatMayHelp(int status) {
        var refusals = new AtomicInteger(3);
        vendor.answers(asked -> asked.offset() == 90 && refusals.getAndDecrement() > 0
                ? new Reply(status, "")
                : StubBooks.page(rows(150), asked));

        var reading = read(books);

        assertThat(reading.rows()).hasSize(150);
        assertThat(reading.complete()).hasSize(2);
        assertThat(vendor.asked()).hasSize(4 + 3);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            200, <html>Just a moment</html>, 4
            200, [], 4
            200, `{"data":[],"pagination":`, 4
            200, ``, 4
            503, <html>, 4
            429, {}, 4
            200, {}, 1
            200, `{"data":[]}`, 1
            200, `{"data":{},"pagination":{"total":0,"has_more":false}}`, 1
            200, `{"data":[],"pagination":{"total":"0","has_more":false}}`, 1
            200, `{"data":[],"pagination":{"total":0}}`, 1
            401, {}, 1
            400, <html>, 1
            404, {}, 1""")
    void whatIsNoPageLeavesTheReadingIncomplete(int status, String body, int triesOfEachKey) {
        vendor.answers(status, body);

        assertThat(read(books).complete()).isEmpty();
        assertThat(vendor.asked()).hasSize(2 * triesOfEachKey);
    }

    @ParameterizedTest
    @CsvSource({
        "succeeded, -1",
        "succeeded, 1000000000001",
        "succeeded, 1e999999999",
        "succeeded, 1e-999999999",
        "succeeded, null",
        "succeeded, '\"91000\"'",
        "pending, 91000",
        "'', 0"
    })
    void rowThatIsNotUnderstoodIsLeftOutAndTold(String status, String credits) {
        var rows = List.of(StubBooks.row(1), StubBooks.row(2, status, credits), StubBooks.row(3));
        vendor.answers(asked -> StubBooks.page(rows, asked));

        var reading = read(books);

        assertThat(reading.rows()).extracting(LogRow::attempt).containsExactlyInAnyOrder("c-1", "c-3");
        assertThat(reading.complete()).isEmpty();
    }

    @Test
    void idsThatRepeatTheKeyOrActOnATerminalAreCleaned() {
        vendor.answers(200, """
                {"data":[
                 {"created":"2026-07-02T03:04:05Z","status":"succeeded","cost":{"credits":5},"request_id":"%s",
                  "inference_id":"inf-%s","client_request_id":"c\u009b-1"}],
                 "pagination":{"limit":50,"offset":0,"total":1,"has_more":false}}
                """.formatted(SECOND.substring(4, 20), FIRST));

        assertThat(read(books).rows()).singleElement().satisfies(row -> {
            assertThat(row.inferenceId()).isEqualTo("inf-" + FIRST.substring(0, 4) + "…");
            assertThat(row.requestId()).isEqualTo(SECOND.substring(0, 4) + "…");
            assertThat(row.attempt()).isEqualTo("c -1");
        });
    }

    @Test
    void rowsWithoutAnyIdAreLeftOutAndRowsWithOneAreNot() {
        var page = """
                {"data":[
                 {"created":"2026-07-02T03:04:05Z","status":"failed","cost":{"credits":0},"request_id":null,"inference_id":null,"client_request_id":null},
                 {"created":"2026-07-02T03:04:06Z","status":"failed","cost":{"credits":0},"request_id":null,"inference_id":null,"client_request_id":"gen.1"},
                 {"created":"2026-07-02T03:04:07Z","status":"failed","cost":{"credits":0},"request_id":null,"inference_id":null,"client_request_id":"gen.1"},
                 {"created":"2026-07-02T03:04:08Z","status":"succeeded","cost":{"credits":91000.0},"request_id":"r-1","inference_id":null,"client_request_id":null}],
                 "pagination":{"limit":100,"offset":0,"total":4,"has_more":false}}""";
        vendor.answers(200, page);

        var reading = read(books);

        assertThat(reading.rows()).extracting(LogRow::attempt).containsExactlyInAnyOrder("gen.1", "gen.1", null);
        assertThat(reading.rows()).extracting(row -> row.credits().amount()).containsExactlyInAnyOrder(0L, 0L, 91_000L);
        assertThat(reading.complete()).containsExactlyInAnyOrder(name(FIRST), name(SECOND));
    }
}
