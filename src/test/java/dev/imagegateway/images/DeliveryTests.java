package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestPng;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Base64 that was asked for: fetched from where images may come from, and never at the price of the picture. */
class DeliveryTests {

    static final byte[] PNG = TestPng.bytes();
    private static final String BASE64 =
            "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}";

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(
                UPSTREAM.url(),
                "--gateway.delivery.max-image-size=100KB",
                "--gateway.delivery.fetch-timeout=30s",
                "--gateway.delivery.fetch-retry.patience=1s",
                "--gateway.delivery.fetch-retry.base-delay=20ms",
                "--gateway.replay.answered-window=1s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    @BeforeEach
    void answer() {
        answerWith(UPSTREAM.url() + "/files/a.png");
        UPSTREAM.serves(200, Map.of("Content-Type", "text/html"), PNG);
    }

    private static void answerWith(String url) {
        UPSTREAM.answers(
                200, Map.of(), "{\"data\":[{\"url\":\"" + url + "\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
    }

    private static String encoded() {
        return TestPng.BASE64;
    }

    private static void assertLost(Answer answer, int fetches) {
        assertLost(answer);
        assertThat(UPSTREAM.fileGets()).hasSize(fetches);
    }

    private static void assertLost(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(410);
        assertThat(answer.problem()).isEqualTo("result-lost");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.header("X-Credits-Used")).isEqualTo("91000");
        assertThat(answer.json().path("data").get(0).path("url").isString()).isTrue();
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void bytesAreJudgedByThemselvesAndNotByTheirLabel() {
        var answer = gateway.generate(BASE64);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Base64.getDecoder()
                        .decode(answer.json().at("/data/0/b64_json").stringValue()))
                .isEqualTo(PNG);
    }

    @Test
    void neitherKeyTravelsWithTheFetch() {
        gateway.send(gateway.generation(BASE64).header("Cookie", "a=b"));

        var headers = UPSTREAM.fileGets().getFirst().headers();
        assertThat(headers).doesNotContainKeys("Authorization", "Cookie", "X-Client-Request-Id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>"})
    void whatIsNoImageIsNotHandedOverAndProvesNothingOfTheImage(String body) {
        UPSTREAM.serves(200, Map.of("Content-Type", "image/png"), body.getBytes(StandardCharsets.UTF_8));
        assertNotDelivered(gateway.generate(BASE64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Length: announced", "Transfer-Encoding: chunked"})
    void imageThatFollowsAnEmptyAnswerIsHandedOver(String header) {
        var named = header.split(": ", 2);
        UPSTREAM.serves(200, Map.of(named[0], named[1]), PNG);
        UPSTREAM.servesFirst(200, Map.of());

        var answer = gateway.generate(BASE64);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/data/0/b64_json").asString()).isEqualTo(encoded());
        assertThat(UPSTREAM.fileGets()).hasSize(2);
    }

    @Test
    void imageThatIsNotThereYetIsWaitedFor() {
        UPSTREAM.servesFirst(404, Map.of());
        UPSTREAM.servesFirst(503, Map.of("Retry-After", "0"));
        UPSTREAM.servesFirst(403, Map.of());

        var answer = gateway.generate(BASE64);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(UPSTREAM.posts()).hasSize(1);
        assertThat(UPSTREAM.fileGets()).hasSize(4);
    }

    @Test
    void imageThatStaysAwayIsLost() {
        answerWith(UPSTREAM.url() + "/files/away.png");
        UPSTREAM.serves(404, Map.of(), new byte[0]);

        assertLost(gateway.generate(BASE64));
        assertThat(UPSTREAM.fileGets()).hasSizeGreaterThan(1);
    }

    @Test
    void imageThatItsHostCallsGoneIsLostAtOnce() {
        answerWith(UPSTREAM.url() + "/files/gone.png");
        UPSTREAM.serves(410, Map.of(), new byte[0]);

        assertLost(gateway.generate(BASE64), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 401, 403, 429, 500, 503})
    void imageWhoseHostFailsIsNotLost(int status) {
        UPSTREAM.serves(status, Map.of("cf-mitigated", "challenge"), new byte[0]);
        assertNotDelivered(gateway.generate(BASE64));
    }

    private static void assertNotDelivered(Answer answer) {
        Problems.assertProblem(answer, 424, "delivery-failed", "/v1/images/generations");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.header("X-Credits-Used")).isEqualTo("91000");
        assertThat(answer.json().at("/data/0/url").asString()).isEqualTo(UPSTREAM.url() + "/files/a.png");
        assertThat(UPSTREAM.posts()).hasSize(1);
        assertThat(UPSTREAM.fileGets()).hasSizeGreaterThan(1);
        UPSTREAM.serves(200, Map.of(), PNG);
        var later = gateway.send(gateway.to(answer.header("Location") + "?response_format=b64_json")
                .header("Authorization", "Bearer " + TestKeys.CLIENT));
        assertThat(later.json().at("/result/data/0/b64_json").asString()).isEqualTo(encoded());
    }

    @Test
    void hostThatAsksForMoreTimeThanThereIsIsNotAskedAgain() {
        UPSTREAM.serves(503, Map.of("Retry-After", "60"), new byte[0]);

        assertThat(gateway.generate(BASE64).problem()).isEqualTo("delivery-failed");
        assertThat(UPSTREAM.fileGets()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"Idempotency-Key, host-away, host-away", "X-Stainless-Retry-Count, 0, 1"})
    void repetitionBringsTheImageWhenItsHostIsBack(String header, String first, String second) {
        UPSTREAM.serves(503, Map.of(), new byte[0]);
        var failed = gateway.send(gateway.generation(BASE64).header(header, first));
        Problems.assertProblem(failed, 503, "delivery-failed", "/v1/images/generations");
        assertThat(failed.headers()).containsKey("Retry-After").doesNotContainKey("x-should-retry");
        UPSTREAM.serves(200, Map.of(), PNG);

        var again = gateway.send(gateway.generation(BASE64).header(header, second));

        assertThat(again.json().at("/data/0/b64_json").asString()).isEqualTo(encoded());
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void retriesOfDeliveriesThatFailNeverPayAgain() {
        UPSTREAM.serves(503, Map.of(), new byte[0]);
        var ids = new ArrayList<String>();
        // together far longer than the answered-window
        for (int count = 0; count < 4; count++) {
            var failed =
                    gateway.send(gateway.generation(BASE64).header("X-Stainless-Retry-Count", Integer.toString(count)));
            assertThat(failed.problem()).isEqualTo("delivery-failed");
            ids.add(failed.header("X-Generation-Id"));
        }
        UPSTREAM.serves(200, Map.of(), PNG);

        var delivered = gateway.send(gateway.generation(BASE64).header("X-Stainless-Retry-Count", "4"));

        assertThat(delivered.json().at("/data/0/b64_json").asString()).isEqualTo(encoded());
        assertThat(ids).containsOnly(delivered.header("X-Generation-Id"));
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void moreImagesThanWereAskedForAreNeitherFetchedNorHandedOver() {
        var urls = IntStream.range(0, 5)
                .mapToObj(i -> "{\"url\":\"" + UPSTREAM.url() + "/files/" + i + ".png\"}")
                .collect(Collectors.joining(","));
        UPSTREAM.answers(200, Map.of(), "{\"data\":[" + urls + "],\"meta\":{\"usage\":{\"credits_used\":455000}}}");
        var surplusBefore = gateway.metric("image_gateway_images_surplus_total");

        var inline = gateway.generate(BASE64);
        var byUrl = gateway.generate(Gateway.A_CAT);

        assertThat(inline.json().at("/data")).hasSize(1);
        assertThat(inline.header("X-Credits-Used")).isEqualTo("455000");
        assertThat(byUrl.json().at("/data")).hasSize(1);
        assertThat(UPSTREAM.fileGets()).hasSize(1);
        assertThat(gateway.metric("image_gateway_images_surplus_total") - surplusBefore)
                .isEqualTo(8);
    }

    @Test
    void redirectToNowhereIsNotFollowed() {
        UPSTREAM.serves(302, Map.of(), new byte[0]);
        assertLost(gateway.generate(BASE64), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Length: announced", "Transfer-Encoding: chunked"})
    void imageBeyondTheLimitIsNotRead(String header) {
        var large = Arrays.copyOf(PNG, 200_000);
        var named = header.split(": ", 2);
        UPSTREAM.serves(200, Map.of(named[0], named[1]), large);
        assertLost(gateway.generate(BASE64), 1);
    }

    @Test
    void imageOfUnannouncedLengthIsHandedOver() {
        UPSTREAM.serves(200, Map.of("Transfer-Encoding", "chunked"), Arrays.copyOf(PNG, 50_000));

        var answer = gateway.generate(BASE64);

        assertThat(Base64.getDecoder()
                        .decode(answer.json().at("/data/0/b64_json").stringValue()))
                .isEqualTo(Arrays.copyOf(PNG, 50_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://localhost:1/a.png",
                "https://cdn.aimlapi.com.example.org/a.png",
                "http://cdn.aimlapi.com@127.0.0.1:1/a.png",
                "http://127.0.0.1:1/a.png",
                "https://127.0.0.1/a.png",
                "http://[::1]/a.png",
                "http://cdn aimlapi.com/a.png",
            })
    void otherHostsAreNeverAsked(String url) {
        answerWith(url);
        assertLost(gateway.generate(BASE64), 0);
    }

    @Test
    void urlIsHandedOverWithoutAFetch() {
        answerWith("https://v3b.fal.media/a.png");

        assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
        assertThat(UPSTREAM.fileGets()).isEmpty();
    }
}
