package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base64 that was asked for: fetched from where images may come from, and never at the price of the picture. */
class DeliveryTests {

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final String BASE64 =
            "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}";

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(
                UPSTREAM.url(), "--gateway.delivery.max-image-size=100KB", "--gateway.delivery.fetch-timeout=5s");
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

    private static void assertLost(Answer answer, int fetches) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(410);
        assertThat(answer.problem()).isEqualTo("result-lost");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.header("X-Credits-Used")).isEqualTo("91000");
        assertThat(answer.json().path("data").get(0).path("url").isString()).isTrue();
        assertThat(UPSTREAM.posts()).hasSize(1);
        assertThat(UPSTREAM.gets()).hasSize(fetches);
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

        var headers = UPSTREAM.gets().getFirst().headers();
        assertThat(headers).doesNotContainKeys("Authorization", "Cookie", "X-Client-Request-Id");
    }

    @Test
    void whatIsNoImageIsNotHandedOver() {
        UPSTREAM.serves(200, Map.of("Content-Type", "image/png"), "<html>".getBytes(StandardCharsets.UTF_8));
        assertLost(gateway.generate(BASE64), 1);
    }

    @Test
    void missingImageIsLost() {
        UPSTREAM.serves(404, Map.of(), new byte[0]);
        assertLost(gateway.generate(BASE64), 1);
    }

    @Test
    void hiccupOfTheImageHostIsTriedAgainWithoutAnotherPost() {
        UPSTREAM.serves(503, Map.of(), new byte[0]);
        assertLost(gateway.generate(BASE64), 3);
    }

    @Test
    void redirectIsNotFollowed() {
        UPSTREAM.serves(302, Map.of("Location", UPSTREAM.url() + "/files/b.png"), new byte[0]);
        assertLost(gateway.generate(BASE64), 1);
    }

    @Test
    void imageBeyondTheLimitIsNotRead() {
        var large = Arrays.copyOf(PNG, 200_000);
        UPSTREAM.serves(200, Map.of(), large);
        assertLost(gateway.generate(BASE64), 1);
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
        assertThat(UPSTREAM.gets()).isEmpty();
    }
}
