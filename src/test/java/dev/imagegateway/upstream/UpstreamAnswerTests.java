package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestPng;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever shape the upstream answers in, the caller sees the one shape, each image once. */
class UpstreamAnswerTests {

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(UPSTREAM.url(), "--gateway.upstream.max-response-size=20MB");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    /** Bodies printed by the vendor, or seen, for this endpoint; the URLs that the caller shall see; the credits. */
    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("today's", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],
                         "meta":{"usage":{"credits_used":91000,"usd_spent":0.0455}}}""", "a", 91000),
                Arguments.of("b64_json null beside url", 200, """
                        {"data":[{"mime_type":"image/png","b64_json":null,"url":"https://cdn.aimlapi.com/a.png"}],
                         "meta":{"usage":{"credits_used":52000,"usd_spent":0.026}}}""", "a", 52000),
                Arguments.of("four images", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"},{"url":"https://cdn.aimlapi.com/b.png"},
                         {"url":"https://cdn.aimlapi.com/c.png"},{"url":"https://cdn.aimlapi.com/d.png"}],
                         "meta":{"usage":{"credits_used":364000,"usd_spent":0.182}}}""", "abcd", 364000),
                Arguments.of("tokens_used", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":{"usage":{"tokens_used":17850}}}
                        """, "a", 17850),
                Arguments.of("credits as 91000.0", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":{"usage":{"credits_used":91000.0}}}
                        """, "a", 91000),
                Arguments.of("meta null", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":null}""", "a", 91000),
                Arguments.of("usage null", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"},{"url":"https://cdn.aimlapi.com/b.png"}],
                         "meta":{"usage":null}}""", "ab", 182000),
                Arguments.of("credits of nonsense", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":{"usage":{"credits_used":-5}}}
                        """, "a", 91000),
                Arguments.of("images with 201, the page's example", 201, """
                        {"images":[{"url":"https://cdn.aimlapi.com/a.png","width":1024,"height":576,
                        "content_type":"image/jpeg"}],"timings":{"inference":1.1477893170085736},
                        "seed":3544609846964942300,"has_nsfw_concepts":[false],"prompt":"A T-Rex","num_images":1}
                        """, "a", 91000),
                Arguments.of("hybrid", 200, """
                        {"images":[{"url":"https://cdn.aimlapi.com/a.png","width":1440,"height":512}],
                         "timings":{"inference":0.747110141441226},"seed":490733907,"has_nsfw_concepts":[false],
                         "prompt":"x","data":[{"url":"https://cdn.aimlapi.com/a.png","width":1440}],
                         "meta":{"usage":{"tokens_used":52500}}}""", "a", 52500),
                Arguments.of("hybrid with two hosts", 200, """
                        {"images":[{"url":"https://v3b.fal.media/x.png"}],
                         "data":[{"url":"https://cdn.aimlapi.com/a.png"}],
                         "meta":{"usage":{"tokens_used":63000}}}""", "a", 63000),
                Arguments.of("the same image twice in data", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"},{"url":"https://cdn.aimlapi.com/a.png"}],
                         "meta":{"usage":{"credits_used":91000}}}""", "a", 91000),
                Arguments.of("data null beside images", 200, """
                        {"data":null,"images":[{"url":"https://cdn.aimlapi.com/a.png"}]}""", "a", 91000),
                Arguments.of("trailing text", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}]} trailing""", "a", 91000),
                Arguments.of("a cost beyond all numbers", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":{"usage":{"credits_used":1e400}}}
                        """, "a", 91000),
                Arguments.of("a byte order mark", 200, "\uFEFF" + """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":{"usage":{"credits_used":1000}}}
                        """, "a", 1000),
                Arguments.of("NaN and Infinity", 200, """
                        {"timings":{"inference":NaN,"queue":-Infinity},"data":[{"url":"https://cdn.aimlapi.com/a.png"}],
                         "meta":{"usage":{"credits_used":1000}}}""", "a", 1000),
                Arguments.of("a cost that is NaN", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":{"usage":{"credits_used":NaN}}}
                        """, "a", 91000),
                Arguments.of("a number that Java cannot hold", 200, """
                        {"timings":{"inference":1e99999999999},"data":[{"url":"https://cdn.aimlapi.com/a.png"}],
                         "meta":{"usage":{"credits_used":1000}}}""", "a", 1000),
                Arguments.of("a cost as text", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":{"usage":{"credits_used":"52000"}}}
                        """, "a", 52000),
                Arguments.of("a cost as text that is no number", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":{"usage":{"credits_used":"5e3"}}}
                        """, "a", 91000),
                Arguments.of("trailing commas, single quotes, control characters", 200, """
                        {'data':[{"url":"https://cdn.aimlapi.com/a.png","prompt":"a\u0001b	c",},],
                         "meta":{"usage":{"credits_used":1000,},},}""", "a", 1000),
                Arguments.of("members twice, the second time empty", 200, """
                        {"data":[{"url":"https://cdn.aimlapi.com/a.png","url":null}],"data":[],"data":null,
                         "meta":{"usage":{"credits_used":1000}},"meta":{}}""", "a", 1000),
                Arguments.of("one image without a list", 200, """
                        {"data":{"url":"https://cdn.aimlapi.com/a.png"}}""", "a", 91000),
                Arguments.of("URLs without objects", 200, """
                        {"data":["https://cdn.aimlapi.com/a.png","https://cdn.aimlapi.com/b.png"]}""", "ab", 182000),
                Arguments.of("space around the URL", 200, """
                        {"data":[{"url":" https://cdn.aimlapi.com/a.png\\n"}]}""", "a", 91000),
                Arguments.of("created in milliseconds, unknown members", 200, """
                        {"created":1777511878231,"background":null,"model":"m","data":[{"b64_json":null,
                         "revised_prompt":null,"url":"https://cdn.aimlapi.com/a.png","size":"2048x2048"}],
                         "usage":null,"meta":{"usage":{"credits_used":91000,"usd_spent":0.0455}}}""", "a", 91000));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void becomesTheOneShape(String shape, int status, String body, String images, int credits) {
        UPSTREAM.answers(status, Map.of("Content-Type", "application/json; charset=utf-8"), body);

        // each is asked for anew, though they are all the same request
        var answer = gateway.send(gateway.generation("{" + Gateway.MODEL
                        + ",\"prompt\":\"a cat\",\"seed\":42,\"num_images\":" + images.length() + "}")
                .header("Cache-Control", "no-store"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().propertyNames())
                .filteredOn(name -> !name.equals("provider_metadata") && !name.equals("has_nsfw_concepts"))
                .containsExactly("created", "data", "seed", "meta");
        assertThat(answer.json().path("data").valueStream().map(Object::toString))
                .containsExactlyElementsOf(images.chars()
                        .mapToObj(c -> "{\"url\":\"https://cdn.aimlapi.com/" + (char) c + ".png\"}")
                        .toList());
        assertThat(answer.json().path("created").longValue()).isBetween(1_700_000_000L, 4_000_000_000L);
        assertThat(answer.json().path("seed").longValue()).isEqualTo(42);
        assertThat(answer.json().at("/meta/usage/credits_used").longValue()).isEqualTo(credits);
        assertThat(answer.header("X-Credits-Used")).isEqualTo(Integer.toString(credits));
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void costIsTakenFromTheHeaderWhereTheBodyHasNone() {
        UPSTREAM.answers(
                200,
                Map.of("x-aimlapi-credits-used", "73500"),
                "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}],\"meta\":null}");

        assertThat(gateway.generate(Gateway.A_CAT).header("X-Credits-Used")).isEqualTo("73500");
        assertThat(gateway.metric("image_gateway_generation_cost_total", "source=\"header\""))
                .isEqualTo(1);
    }

    @Test
    void bytesWithoutUrlAreHandedOverInEitherForm() {
        UPSTREAM.answers(
                200, Map.of(), "{\"data\":[{\"url\":null,\"b64_json\":\"" + TestPng.BASE64 + "\"}],\"meta\":null}");

        var base64 = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}");
        assertThat(base64.json().path("data")).hasToString("[{\"b64_json\":\"" + TestPng.BASE64 + "\"}]");

        for (var shape : new String[] {
            "{\"data\":[{\"url\":null,\"b64_json\":\"" + TestPng.BASE64 + "\"}]}",
            "{\"data\":[{\"url\":\"data:image/png;base64," + TestPng.BASE64 + "\"}]}",
            "{\"data\":[{\"b64_json\":\"data:image/png;base64," + TestPng.BASE64 + "\"}]}",
            "{\"status\":\"finished\",\"output\":{\"choices\":[{\"image_base64\":\"" + TestPng.BASE64 + "\"}]}}"
        }) {
            UPSTREAM.answers(200, Map.of(), shape);
            assertThat(gateway.generate(Gateway.A_CAT).json().path("data"))
                    .hasToString("[{\"url\":\"data:image/png;base64," + TestPng.BASE64 + "\"}]");
        }

        var url = gateway.generate(Gateway.A_CAT);
        assertThat(url.json().path("data")).hasToString("[{\"url\":\"data:image/png;base64," + TestPng.BASE64 + "\"}]");
    }

    @Test
    void answerOfEightMegabytesIsReadAndOneAboveTheLimitIsNotAskedForAgain() {
        var eight = "A".repeat(8_000_000);
        UPSTREAM.answers(200, Map.of(), "{\"data\":[{\"b64_json\":\"" + eight + "\"}]}");
        var answer = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/data/0/b64_json").stringValue()).hasSize(8_000_000);

        UPSTREAM.answers(200, Map.of(), "{\"data\":[{\"b64_json\":\"" + "A".repeat(21_000_000) + "\"}]}");
        var tooLarge = gateway.generate(Gateway.A_CAT);
        assertThat(tooLarge.problem()).isEqualTo("outcome-unknown");
        assertThat(UPSTREAM.posts()).hasSize(1);
    }
}
