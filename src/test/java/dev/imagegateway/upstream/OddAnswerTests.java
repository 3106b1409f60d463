package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestPng;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** A 2xx is paid for, so whatever of it can be understood is delivered, and what the vendor states is passed on. */
class OddAnswerTests {

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

    static Stream<Arguments> urls() {
        return Stream.of(
                Arguments.of("/files/a.png", "{upstream}/files/a.png"),
                Arguments.of("files/a.png", "{upstream}/files/a.png"),
                Arguments.of("//cdn.aimlapi.com/a.png", "http://cdn.aimlapi.com/a.png"),
                Arguments.of("cdn.aimlapi.com/a.png?x=1", "http://cdn.aimlapi.com/a.png?x=1"),
                Arguments.of("https://cdn.aimlapi.com/a b[1].png", "https://cdn.aimlapi.com/a%20b[1].png"),
                Arguments.of("https://cdn.aimlapi.com/\u00e4\u202e.png", "https://cdn.aimlapi.com/%C3%A4%E2%80%AE.png"),
                Arguments.of("https://cdn.aimlapi.com/a%2Fb.png?s=%3D+*", "https://cdn.aimlapi.com/a%2Fb.png?s=%3D+*"));
    }

    @ParameterizedTest
    @MethodSource("urls")
    void urlThatCanBeUnderstoodIsDelivered(String sent, String delivered) {
        UPSTREAM.answers(200, Map.of(), "{\"data\":[{\"url\":\"" + sent + "\"}]}");
        var expected = delivered.replace("{upstream}", UPSTREAM.url().toString());

        var answer = gateway.send(
                gateway.generation(Gateway.A_CAT).header("Idempotency-Key", sent.replaceAll("[^ -~]", "-")));
        var kept = gateway.send(gateway.to("/v1/generations/" + answer.header("X-Generation-Id"))
                .header("Authorization", "Bearer " + TestKeys.CLIENT));

        assertThat(answer.json().at("/data/0/url").asString()).isEqualTo(expected);
        assertThat(kept.json().at("/result/data/0/url").asString()).isEqualTo(expected);
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var all = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(all)) {
            gzip.write(body);
        }
        return all.toByteArray();
    }

    @Test
    void unaskedCompressionIsUndoneWithinTheLimit() throws IOException {
        var body = "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}],\"meta\":{\"usage\":{\"credits_used\":7}}}"
                .getBytes(StandardCharsets.UTF_8);
        for (var headers : List.of(Map.of("Content-Encoding", "gzip"), Map.<String, String>of())) {
            UPSTREAM.answers(200, headers, gzip(body));
            var answer = gateway.generate(Gateway.A_CAT);
            assertThat(answer.json().at("/data/0/url").asString())
                    .as(answer.text())
                    .endsWith("/a.png");
            assertThat(answer.header("X-Credits-Used")).isEqualTo("7");
            assertThat(UPSTREAM.posts().getFirst().headers().get("Accept-Encoding"))
                    .containsExactly("identity");
        }

        UPSTREAM.answers(200, Map.of("Content-Encoding", "gzip"), gzip(new byte[21_000_000]));
        assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("outcome-unknown");
        UPSTREAM.answers(200, Map.of("Content-Encoding", "gzip"), Arrays.copyOf(gzip(body), 40));
        assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("outcome-unknown");
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void bytesThatAreNotUtf8CostNoImage() {
        var body = "{\"prompt\":\"caf\u00e9\",\"images\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}"
                .getBytes(StandardCharsets.ISO_8859_1);
        UPSTREAM.answers(200, Map.of(), body);

        assertThat(gateway.generate(Gateway.A_CAT).json().at("/data/0/url").asString())
                .endsWith("/a.png");
    }

    @Test
    void headersOfSixtyKilobytesAreRead() {
        var cookie = "c=" + "x".repeat(6_000);
        var headers = IntStream.range(0, 10).boxed().collect(Collectors.toMap(i -> "X-Long-" + i, _ -> cookie));
        UPSTREAM.answers(200, headers, "{\"data\":[{\"url\":\"" + UPSTREAM.url() + "/files/a.png\"}]}");
        UPSTREAM.serves(200, headers, TestPng.bytes());

        assertThat(gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}")
                        .json()
                        .path("data"))
                .hasToString("[{\"b64_json\":\"" + TestPng.BASE64 + "\"}]");
    }

    @Test
    void whatTheVendorStatesIsPassedOnCleanedAndBounded() {
        var long5000 = "w".repeat(5000);
        UPSTREAM.answers(200, Map.of(), """
                {"images":[{"url":"https://cdn.aimlapi.com/a.png","width":1024,"height":576,"content_type":"image/jpeg",
                  "revised_prompt":"%s","content_violation":false,"request_id":"rsid-%s","secret_of_the_account":"x"},
                 {"url":"https://cdn.aimlapi.com/b.png"},{"url":"https://cdn.aimlapi.com/c.png","width":1}],
                 "timings":{"inference":1.25},"seed":2587699048419330600,"has_nsfw_concepts":[false,true],
                 "prompt":"a cat\u202e, oil","model":"m","quality":null,"account":{"balance":5}}
                """.formatted(long5000, TestKeys.UPSTREAM));

        var answer = gateway.send(gateway.generation("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"num_images\":2}")
                .header("Idempotency-Key", "facts"));
        var again = gateway.send(gateway.generation("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"num_images\":2}")
                .header("Idempotency-Key", "facts"));

        assertThat(answer.json().path("provider_metadata"))
                .isEqualTo(JsonMapper.shared()
                        .readTree("""
                {"has_nsfw_concepts":[false,true],"timings":{"inference":1.25},"prompt":"a cat , oil","model":"m",
                 "images":[{"width":1024,"height":576,"content_type":"image/jpeg","revised_prompt":"%s…",
                   "content_violation":false,"request_id":"rsid-%s…"},{}]}
                """.formatted("w".repeat(4000), TestKeys.UPSTREAM.substring(0, 4))));
        // not kept in the ledger
        assertThat(again.json().has("provider_metadata")).isFalse();
        assertThat(again.json().path("data")).isEqualTo(answer.json().path("data"));
    }

    @Test
    void dollarsAreWrittenWithoutAnExponent() {
        UPSTREAM.answers(200, Map.of(), """
                {"data":[{"url":"https://cdn.aimlapi.com/a.png"}],"meta":{"usage":{"credits_used":1}}}""");

        var answer = gateway.generate(Gateway.A_CAT);

        assertThat(answer.text()).contains("\"usd_spent\":0.0000005");
        var listed = gateway.send(
                gateway.to("/v1/generations?limit=1").header("Authorization", "Bearer " + TestKeys.CLIENT));
        assertThat(listed.text()).contains("\"usd_spent\":0.0000005");
    }
}
