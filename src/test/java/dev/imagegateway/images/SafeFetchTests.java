package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestPng;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever URL the upstream answers with, or an image's host redirects to, leads nowhere but to the servers that the
 * configuration allows: not when the image is fetched as base64, and not when it is copied.
 */
class SafeFetchTests {

    private static final String BASE64 =
            "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}";

    private static final String COPIES = "image_gateway_image_copy_seconds_count";
    private static final JsonMapper JSON = new JsonMapper();

    /** Makes the images and serves them. */
    private static final StubUpstream UPSTREAM = new StubUpstream();
    /** A server beside the gateway, which nothing leads to. */
    private static final StubUpstream INSIDE = new StubUpstream();

    private static final String ORIGINS = UPSTREAM.url() + "," + inside("http://*.names.test:INSIDE");

    private static Gateway plain;
    private static Gateway keeping;

    @BeforeAll
    static void start() {
        plain = open(ORIGINS);
        keeping = open(ORIGINS, "--gateway.images.store=disk");
    }

    private static Gateway open(String origins, String... more) {
        var settings = Stream.concat(
                Stream.of(
                        StubNames.SETTING,
                        "--gateway.delivery.allowed-origins=" + origins,
                        "--gateway.delivery.fetch-retry.patience=0s"),
                Stream.of(more));
        return Gateway.start(UPSTREAM.url(), settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        plain.close();
        keeping.close();
        UPSTREAM.close();
        INSIDE.close();
    }

    @BeforeEach
    void serve() {
        UPSTREAM.serves(200, Map.of(), TestPng.bytes());
        INSIDE.answers(200, Map.of(), "secret");
        INSIDE.serves(200, Map.of(), TestPng.bytes());
    }

    private static String inside(String text) {
        return text.replace("INSIDE", Integer.toString(INSIDE.url().getPort()))
                .replace("UPSTREAM", Integer.toString(UPSTREAM.url().getPort()));
    }

    private static void answerWith(String url) {
        UPSTREAM.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":" + JSON.writeValueAsString(inside(url))
                        + "}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
    }

    private static void assertNotFetched(String problem, String says) {
        var before = keeping.metric(COPIES);
        var copied = keeping.metric(COPIES, "copied");

        var answer = plain.generate(BASE64);

        assertThat(answer.problem()).as(answer.text()).isEqualTo(problem);
        assertThat(answer.text()).contains(says);
        assertThat(keeping.generate(Gateway.A_CAT).status()).isEqualTo(200);
        await().until(() -> keeping.metric(COPIES) > before);
        assertThat(keeping.metric(COPIES, "copied")).isEqualTo(copied);
        assertThat(INSIDE.fileGets()).isEmpty();
    }

    /** Without the names, which only lead to a private address when they are resolved. */
    static Stream<String> otherServers() {
        return Stream.of(
                // the address of the server in other forms
                "http://127.0.0.1:INSIDE/files/a.png",
                "http://localhost:INSIDE/files/a.png",
                "http://2130706433:INSIDE/files/a.png",
                "http://0x7f000001:INSIDE/files/a.png",
                "http://0x7f.0.0.1:INSIDE/files/a.png",
                "http://017700000001:INSIDE/files/a.png",
                "http://0177.0.0.1:INSIDE/files/a.png",
                "http://127.1:INSIDE/files/a.png",
                "http://127.0.1:INSIDE/files/a.png",
                "http://127.0.0.1.:INSIDE/files/a.png",
                "http://0.0.0.0:INSIDE/files/a.png",
                "http://0:INSIDE/files/a.png",
                "http://[::1]:INSIDE/files/a.png",
                "http://[::]:INSIDE/files/a.png",
                "http://[::ffff:127.0.0.1]:INSIDE/files/a.png",
                "http://[::ffff:7f00:1]:INSIDE/files/a.png",
                "http://[::127.0.0.1]:INSIDE/files/a.png",
                "http://[0:0:0:0:0:ffff:127.0.0.1]:INSIDE/files/a.png",
                "http://[fe80::1%25lo]:INSIDE/files/a.png",
                "http://[64:ff9b::7f00:1]:INSIDE/files/a.png",
                // two servers in one URL, of which one is allowed
                "http://127.0.0.1:UPSTREAM@127.0.0.1:INSIDE/files/a.png",
                "http://x.names.test:INSIDE@127.0.0.1:INSIDE/files/a.png",
                "http://127.0.0.1:INSIDE#@127.0.0.1:UPSTREAM/files/a.png",
                "http://127.0.0.1:INSIDE?@127.0.0.1:UPSTREAM/files/a.png",
                "http://127.0.0.1:INSIDE/files/a.png#.names.test:INSIDE",
                // allowed, but with userinfo
                "http://@127.0.0.1:UPSTREAM/files/a.png",
                "http://user@127.0.0.1:UPSTREAM/files/a.png",
                "http://user:password@127.0.0.1:UPSTREAM/files/a.png",
                // almost an allowed origin
                "http://names.test:INSIDE/files/a.png",
                "http://127-0-0-1.names.test.:INSIDE/files/a.png",
                "http://127-0-0-1.anames.test:INSIDE/files/a.png",
                "http://127-0-0-1.names.test/files/a.png",
                "http://127-0-0-1.names.test:1/files/a.png",
                "https://127-0-0-1.names.test:INSIDE/files/a.png",
                "https://127.0.0.1:UPSTREAM/files/a.png",
                // metadata
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/latest/meta-data/",
                "http://metadata.google.internal/computeMetadata/v1/");
    }

    @ParameterizedTest
    @MethodSource("otherServers")
    void otherServerIsNotAsked(String url) {
        answerWith(url);

        assertNotFetched("result-lost", "its host is not one that images are fetched from");
        assertThat(UPSTREAM.fileGets()).isEmpty();
    }

    /** Programs disagree about the server in each. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:UPSTREAM\\@127.0.0.1:INSIDE/files/a.png",
                "http://127.0.0.1:INSIDE\\@127.0.0.1:UPSTREAM/files/a.png",
                "http://127.0.0.1:INSIDE\\.names.test:INSIDE/files/a.png",
                "http:///127.0.0.1:INSIDE/files/a.png",
                "http://127\u30020\u30020\u30021:INSIDE/files/a.png",
                "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:INSIDE/files/a.png",
                "http://127.0.0.1:INSIDE%2F@names.test/files/a.png",
                "http://127.0.0.1%00.names.test:INSIDE/files/a.png",
                "http://127.0.0.1\u0000.names.test:INSIDE/files/a.png",
                "http://127.0.0.1:INSIDE .names.test:INSIDE/files/a.png",
            })
    void malformedUrlLeadsNowhere(String url) {
        answerWith(url);

        assertNotFetched("result-lost", "its");
        assertThat(UPSTREAM.fileGets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:INSIDE/files/a.png",
                "//127.0.0.1:INSIDE/files/a.png",
                "http://localhost:INSIDE/files/a.png",
                "http://[::ffff:127.0.0.1]:INSIDE/files/a.png",
                "http://2130706433:INSIDE/files/a.png",
                "http://user@127.0.0.1:UPSTREAM/files/b.png",
                "http://127.0.0.1:UPSTREAM@127.0.0.1:INSIDE/files/a.png",
                "https://127.0.0.1:UPSTREAM/files/b.png",
                "http://169.254.169.254/latest/meta-data/",
                "file:///etc/passwd",
                "data:image/png;base64,iVBORw0KGgo=",
            })
    void redirectToAnotherServerIsNotFollowed(String url) {
        answerWith("http://127.0.0.1:UPSTREAM/files/a.png");
        UPSTREAM.serves(302, Map.of("Location", inside(url)), new byte[0]);

        assertNotFetched("result-lost", "its host is not one that images are fetched from");
        assertThat(UPSTREAM.fileGets()).isNotEmpty().allMatch(get -> get.path().equals("/files/a.png"));
    }

    /** Allowed by name, at the port where a server would answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127-0-0-1.names.test:INSIDE/files/a.png",
                "HTTP://127-0-0-1.NAMES.TEST:INSIDE/files/a.png",
                "http://0-0-0-0.names.test:INSIDE/files/a.png",
                "http://127-0-0-2.127-0-0-1.names.test:INSIDE/files/a.png",
                "http://xx1.names.test:INSIDE/files/a.png",
                "http://xxffffx7f00x1.names.test:INSIDE/files/a.png",
                "http://xx127-0-0-1.names.test:INSIDE/files/a.png",
                "http://64xff9bxx7f00x1.names.test:INSIDE/files/a.png",
                "http://2002x7f00x1xx.names.test:INSIDE/files/a.png",
                "http://10-0-0-1.names.test:INSIDE/files/a.png",
                "http://169-254-169-254.names.test:INSIDE/files/a.png",
                "http://fd00xec2xx254.names.test:INSIDE/files/a.png",
            })
    void nameThatResolvesToAPrivateAddressIsNotConnectedTo(String url) {
        answerWith(url);
        assertNotFetched("delivery-failed", "its host has no address that images are fetched from");

        answerWith("http://127.0.0.1:UPSTREAM/files/a.png");
        UPSTREAM.serves(307, Map.of("Location", inside(url)), new byte[0]);
        assertNotFetched("delivery-failed", "its host has no address that images are fetched from");
    }

    @Test
    void nameIsResolvedOnceAndConnectedToTheAddressThatWasChecked() {
        try (var gateway =
                open(inside("http://*.names.test:UPSTREAM"), "--gateway.delivery.allowed-networks=127.0.0.1")) {
            var host = "127-0-0-1.then.127-0-0-2.names.test";
            answerWith("http://" + host + ":UPSTREAM/files/a.png");
            assertDelivered(gateway.generate(BASE64));
            assertThat(gateway.part(StubNames.class).lookups(host)).isEqualTo(1);

            // of several addresses, one that is allowed
            answerWith("http://127-0-0-2.10-0-0-1.127-0-0-1.names.test:UPSTREAM/files/a.png");
            assertDelivered(gateway.generate(BASE64));

            answerWith("http://127-0-0-2.names.test:UPSTREAM/files/a.png");
            assertThat(gateway.generate(BASE64).problem()).isEqualTo("delivery-failed");
        }
    }

    private static void assertDelivered(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/data/0/b64_json").asString()).isEqualTo(TestPng.BASE64);
    }

    /** Nobody but the operator can have written this. */
    @Test
    void addressOrLocalhostInTheConfigurationIsAllowed() {
        try (var gateway =
                Gateway.start(UPSTREAM.url(), inside("--gateway.delivery.allowed-origins=http://localhost:UPSTREAM"))) {
            answerWith("http://localhost:UPSTREAM/files/a.png");
            assertDelivered(gateway.generate(BASE64));
        }
        answerWith("http://127.0.0.1:UPSTREAM/files/a.png");
        assertDelivered(plain.generate(BASE64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/files/b.png", "b.png?x=1", "http://127.0.0.1:UPSTREAM/files/b.png"})
    void redirectToAnAllowedOriginIsFollowed(String location) {
        answerWith("http://127.0.0.1:UPSTREAM/files/a.png");
        UPSTREAM.servesFirst(302, Map.of("Location", inside(location)));
        assertDelivered(plain.generate(BASE64));
        assertThat(UPSTREAM.fileGets().getLast().path()).isEqualTo("/files/b.png");

        UPSTREAM.servesFirst(301, Map.of("Location", inside(location)));
        var url = keeping.generate(Gateway.A_CAT).json().at("/data/0/url").asString();
        assertThat(keeping.send(HttpRequest.newBuilder(URI.create(url))).bytes())
                .isEqualTo(TestPng.bytes());
    }

    @Test
    void redirectsEnd() {
        answerWith("http://127.0.0.1:UPSTREAM/files/a.png");
        UPSTREAM.serves(302, Map.of("Location", "/files/a.png"), new byte[0]);

        var answer = plain.generate(BASE64);

        assertThat(answer.problem()).as(answer.text()).isEqualTo("result-lost");
        assertThat(answer.text()).contains("its host answered 302");
        assertThat(UPSTREAM.fileGets()).hasSize(4);
    }
}
