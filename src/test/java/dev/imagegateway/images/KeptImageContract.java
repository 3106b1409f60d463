package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestPng;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** An image that was paid for is kept byte for byte, and served whatever becomes of the upstream's URL. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class KeptImageContract {

    static final byte[] PNG = DeliveryTests.PNG;
    static final String KEY = "Idempotency-Key";

    static final StubUpstream UPSTREAM = new StubUpstream();

    final Path folder = DataFolders.fresh();
    private final List<String> store;
    Gateway gateway;

    /** @param store settings of the store */
    KeptImageContract(List<String> store) {
        this.store = store;
    }

    @BeforeAll
    void start() {
        gateway = open();
    }

    Gateway open(String... more) {
        var all = new ArrayList<>(store);
        all.addAll(List.of(
                "--gateway.ledger.directory=" + folder,
                "--gateway.delivery.fetch-retry.patience=1s",
                "--gateway.delivery.fetch-retry.base-delay=20ms",
                "--gateway.clients[1].id=team-b",
                "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_B)));
        return Gateway.start(UPSTREAM.url(), Gateway.overriding(all, more).toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void answer() {
        answerWith("{\"url\":\"" + UPSTREAM.url() + "/files/a.png\"}");
        UPSTREAM.serves(200, Map.of("Content-Type", "text/html"), PNG);
    }

    static void answerWith(String image) {
        UPSTREAM.answers(200, Map.of(), "{\"data\":[" + image + "],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
    }

    static String url(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/data/0/url").asString();
    }

    static HttpRequest.Builder get(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    static HttpRequest.Builder withKey(String url, String key) {
        return get(url.substring(0, url.indexOf('?'))).header("Authorization", "Bearer " + key);
    }

    static void assertPng(Answer image) {
        assertThat(image.status()).as(image.text()).isEqualTo(200);
        assertThat(image.bytes()).isEqualTo(PNG);
        assertThat(image.header("Content-Type")).isEqualTo("image/png");
    }

    @Test
    void imageIsServedByTheGatewayWhenTheUpstreamServesItNoMore() {
        var url = url(gateway.generate(Gateway.A_CAT));
        assertThat(url).startsWith("http://127.0.0.1:" + gateway.port() + "/v1/images/img-");

        assertPng(gateway.send(get(url)));
        UPSTREAM.serves(404, Map.of(), new byte[0]);

        var image = gateway.send(get(url));
        assertPng(image);
        assertThat(image.header("Cache-Control")).contains("private", "immutable", "max-age=");
        assertThat(image.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(image.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(image.header("Content-Disposition")).matches("inline; filename=\"img-[0-9a-f-]+\\.png\"");
        // once, however often it is read
        assertThat(UPSTREAM.fileGets()).hasSize(1);
    }

    @Test
    void repeatsAndQueriesHaveTheKeptImageAndAFreshUrl() {
        var first = gateway.send(gateway.generation(Gateway.A_CAT).header(KEY, "kept"));
        assertPng(gateway.send(get(url(first))));
        UPSTREAM.serves(404, Map.of(), new byte[0]);

        var again = gateway.send(gateway.generation(Gateway.A_CAT).header(KEY, "kept"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertPng(gateway.send(get(url(again))));

        var base64 = gateway.send(gateway.generation(Gateway.A_CAT.replace("}", ",\"response_format\":\"b64_json\"}"))
                .header(KEY, "kept"));
        assertThat(Base64.getDecoder()
                        .decode(base64.json().at("/data/0/b64_json").asString()))
                .isEqualTo(PNG);
        assertThat(UPSTREAM.posts()).hasSize(1);

        var generation = gateway.ended("/v1/generations/" + first.header("X-Generation-Id"));
        assertPng(gateway.send(get(generation.at("/result/data/0/url").asString())));
    }

    @Test
    void imageOutlivesTheProcess() {
        var url = url(gateway.generate(Gateway.A_CAT));
        assertPng(gateway.send(get(url)));
        UPSTREAM.serves(404, Map.of(), new byte[0]);

        gateway.close();
        gateway = open();

        assertPng(gateway.send(get(url.replaceFirst(":\\d+/", ":" + gateway.port() + "/"))));
    }

    @Test
    void copyThatFailedIsTriedAgainAndMeanwhileTheUpstreamsUrlIsGiven() {
        UPSTREAM.serves(503, Map.of(), new byte[0]);
        var first = gateway.send(gateway.generation(Gateway.A_CAT).header(KEY, "late"));
        await().until(() -> gateway.metric("image_gateway_image_copy_seconds_count", "unavailable") > 0);

        await().untilAsserted(() -> assertThat(
                        url(gateway.send(gateway.generation(Gateway.A_CAT).header(KEY, "late"))))
                .startsWith(UPSTREAM.url().toString()));
        assertThat(first.status()).isEqualTo(200);
    }

    @Test
    void bytesThatTheUpstreamSentAreKeptAndHaveAUrl() {
        answerWith("{\"b64_json\":\"" + TestPng.BASE64 + "\"}");
        var first = gateway.send(gateway.generation(Gateway.A_CAT).header(KEY, "inline"));
        assertPng(gateway.send(get(url(first))));

        assertPng(gateway.send(
                get(url(gateway.send(gateway.generation(Gateway.A_CAT).header(KEY, "inline"))))));
        assertThat(UPSTREAM.fileGets()).isEmpty();
    }

    @Test
    void urlWorksOnlyAsItWasSigned() {
        var url = url(gateway.generate(Gateway.A_CAT));
        for (var changed : List.of(
                url.replaceAll("expires=\\d+", "expires=9999999999"),
                url.replaceAll("-0\\?", "-1?"),
                url.replaceAll("signature=.{5}", "signature=AAAAA"),
                url.replaceAll("expires=\\d+&", ""))) {
            Problems.assertProblem(
                    gateway.send(get(changed)),
                    403,
                    "forbidden",
                    URI.create(changed).getPath());
        }
        assertThat(gateway.send(get(url.substring(0, url.indexOf('?')))).problem())
                .isEqualTo("unauthenticated");
    }

    @Test
    void clientThatPaidReadsAndDeletesWithItsKey() {
        var answer = gateway.generate(Gateway.A_CAT);
        var url = url(answer);
        assertPng(gateway.send(withKey(url, TestKeys.CLIENT)));
        assertThat(gateway.send(withKey(url, TestKeys.TEAM_B)).problem()).isEqualTo("not-found");
        assertThat(gateway.send(withKey(url, TestKeys.TEAM_B).DELETE()).problem())
                .isEqualTo("not-found");
        assertPng(gateway.send(get(url)));

        assertThat(gateway.send(withKey(url, TestKeys.CLIENT).DELETE()).status())
                .isEqualTo(204);

        assertThat(gateway.send(get(url)).problem()).isEqualTo("result-lost");
        assertThat(gateway.ended("/v1/generations/" + answer.header("X-Generation-Id"))
                        .path("state")
                        .asString())
                .isEqualTo("settled");
    }

    @Test
    void readersMayAskForAPartForTheHeadersOrForAChange() {
        var url = url(gateway.generate(Gateway.A_CAT));
        var whole = gateway.send(get(url));

        var part = gateway.send(get(url).header("Range", "bytes=1-3"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("PNG");
        var head = gateway.send(get(url).HEAD());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(PNG.length));
        assertThat(gateway.send(get(url).header("If-None-Match", whole.header("ETag")))
                        .status())
                .isEqualTo(304);
    }
}
