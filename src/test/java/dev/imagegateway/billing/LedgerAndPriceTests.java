package dev.imagegateway.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imagegateway.billing.StubBooks.Asked;
import dev.imagegateway.billing.StubBooks.Reply;
import dev.imagegateway.image.Credits;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.TestKeys;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's ledger and its price list, in forms that the sandbox does not have. */
class LedgerAndPriceTests {

    private static final Instant TIME = Instant.parse("2026-07-02T03:00:00.123456Z");
    private static final String FIRST = TestKeys.UPSTREAM;
    private static final String SECOND = TestKeys.UPSTREAM_NEXT;

    private static StubBooks vendor;
    private static Gateway gateway;
    private static BillingClient books;

    @BeforeAll
    static void start() {
        vendor = new StubBooks();
        gateway = Gateway.start(
                vendor.url(),
                "--gateway.upstream.api-key=" + FIRST + "," + SECOND,
                "--gateway.upstream.books.reads-per-minute=100000",
                "--gateway.upstream.books.retry-delay=1ms");
        books = gateway.part(BillingClient.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    private static String prefix(String key) {
        return TestKeys.name(key);
    }

    private static RefundReading read() {
        return books.refunds(TIME, TIME.plusSeconds(3600));
    }

    private static String row(String reference, String credits) {
        return """
                {"created_at":"2026-07-02T03:04:05.000Z","direction":"TOPUP","type":"REFUND",\
                "amount":{"usd":0.0455,"credits":%s},"model":null,"reference_id":%s}""".formatted(credits, reference);
    }

    private static Reply page(String rows, String cursor) {
        return new Reply(200, """
                {"data":[%s],"pagination":{"next_cursor":%s,"has_more":%b}}""".formatted(rows, cursor, !cursor.equals("null")));
    }

    @Test
    void refundsAreReadPageByPageAndKeysOfOneAccountTellThemOnce() {
        vendor.answers(asked -> switch (asked.query().getOrDefault("cursor", "")) {
            case "" -> page(row("\"i-1\"", "91000") + "," + row("null", "5.0"), "\"a+b/c==\"");
            case "a+b/c==" -> page(row("\"i-2\"", "182000"), "null");
            default -> new Reply(400, "{}");
        });

        var reading = read();

        assertThat(reading.refunds())
                .extracting(Refund::inferenceId, Refund::credits, Refund::created)
                .containsExactlyInAnyOrder(
                        tuple("i-1", new Credits(91_000), Instant.parse("2026-07-02T03:04:05Z")),
                        tuple(null, new Credits(5), Instant.parse("2026-07-02T03:04:05Z")),
                        tuple("i-2", new Credits(182_000), Instant.parse("2026-07-02T03:04:05Z")));
        assertThat(reading.complete()).containsExactlyInAnyOrder(prefix(FIRST), prefix(SECOND));
        assertThat(vendor.asked()).hasSize(4);
        assertThat(vendor.asked().getFirst().query())
                .containsEntry("from", "2026-07-02T03:00:00.123Z")
                .containsEntry("to", "2026-07-02T04:00:00.124Z")
                .containsEntry("type", "REFUND")
                .containsEntry("limit", "100");
    }

    @Test
    void cursorThatLeadsBackEndsTheReading() {
        vendor.answers(_ -> page(row("\"i-1\"", "91000"), "\"again\""));

        var reading = read();

        assertThat(reading.refunds()).hasSize(1);
        assertThat(reading.complete()).isEmpty();
        assertThat(vendor.asked()).hasSize(4);
    }

    @Test
    void cursorsWithoutEndAreNotFollowedForever() {
        var next = new AtomicInteger();
        vendor.answers(_ -> page("", "\"c" + next.incrementAndGet() + "\""));

        assertThat(read().complete()).isEmpty();
        assertThat(vendor.asked()).hasSize(2000);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `{"credits":-1}`, TOPUP, REFUND
            `{"credits":1e13}`, TOPUP, REFUND
            `{"usd":0.0455}`, TOPUP, REFUND
            `{"credits":91000}`, CHARGE, REFUND
            `{"credits":91000}`, TOPUP, PAYMENT""")
    void rowThatIsNoRefundIsLeftOutAndTold(String amount, String direction, String type) {
        var odd = """
                {"created_at":"2026-07-02T03:04:05Z","direction":"%s","type":"%s","amount":%s,"reference_id":"i-9"}""".formatted(direction, type, amount);
        vendor.answers(_ -> page(odd + "," + row("\"i-1\"", "91000"), "null"));

        var reading = read();

        assertThat(reading.refunds()).extracting(Refund::inferenceId).containsExactly("i-1");
        assertThat(reading.complete()).isEmpty();
    }

    @Test
    void refusedKeyLeavesWhatTheOtherReads() {
        vendor.answers(asked -> ("Bearer " + FIRST).equals(asked.authorization())
                ? new Reply(403, "{}")
                : page(row("\"i-1\"", "91000"), "null"));

        var reading = read();

        assertThat(reading.refunds()).hasSize(1);
        assertThat(reading.complete()).containsExactly(prefix(SECOND));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"name\":\"image\",\"measure\":\"output\",\"price\":0.0455,\"per\":1}', 91000",
        "'{\"name\":\"images\",\"price\":45.5,\"per\":1000}', 91000",
        "'{\"name\":\"image\",\"price\":1,\"per\":3}', 666667"
    })
    void fixedPricePerImageIsReadByNameOrAliasAndWithoutAKey(String unit, long credits) {
        vendor.answers(200, """
                {"object":"list","data":[
                 {"id":"other","aliases":["x"],"pricing":{"kind":"fixed","currency":"USD","units":[{"name":"image","price":9,"per":1}]}},
                 {"id":"stability/sd3","aliases":["sd3"],"pricing":{"kind":"fixed","currency":"USD","units":[%s]}}]}""".formatted(unit));

        assertThat(books.prices().flatMap(list -> list.perImage("sd3"))).contains(new Credits(credits));
        assertThat(books.prices().flatMap(list -> list.perImage("stability/sd3")))
                .contains(new Credits(credits));
        assertThat(books.prices().flatMap(list -> list.perImage("sd4"))).isEmpty();
        assertThat(vendor.asked()).extracting(Asked::authorization).containsOnlyNulls();
        assertThat(vendor.asked().getFirst().query()).containsEntry("include", "pricing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"pricing\":null",
                ",\"pricing\":{\"kind\":\"variants\",\"currency\":\"USD\",\"units\":[IMAGE]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"EUR\",\"units\":[IMAGE]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"USD\",\"units\":[]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"USD\",\"units\":[IMAGE,IMAGE]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"USD\",\"units\":[{\"name\":\"token\",\"price\":3,\"per\":1}]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"USD\",\"units\":[{\"name\":\"image\",\"price\":0,\"per\":1}]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"USD\",\"units\":[{\"name\":\"image\",\"price\":1,\"per\":0}]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"USD\",\"units\":[{\"name\":\"image\",\"price\":9e99,\"per\":1}]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"USD\",\"units\":[{\"name\":\"image\",\"price\":1e-999999999,\"per\":1}]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"USD\",\"units\":[{\"name\":\"image\",\"price\":1,\"per\":1e999999999}]}",
                ",\"pricing\":{\"kind\":\"fixed\",\"currency\":\"USD\",\"units\":[{\"name\":\"image\",\"price\":\"1\",\"per\":1}]}"
            })
    void anythingElseIsNoPrice(String pricing) {
        var image = "{\"name\":\"image\",\"price\":0.0455,\"per\":1}";
        vendor.answers(200, "{\"data\":[{\"id\":\"sd3\"" + pricing.replace("IMAGE", image) + "}]}");

        assertThat(books.prices().flatMap(list -> list.perImage("sd3"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, <html>", "200, []", "404, {}", "500, {}", "429, {}"})
    void priceListThatCannotBeReadIsNotWaitedFor(int status, String body) {
        vendor.answers(status, body);

        assertThat(books.prices().flatMap(list -> list.perImage("sd3"))).isEmpty();
        assertThat(vendor.asked()).hasSize(1);
    }
}
