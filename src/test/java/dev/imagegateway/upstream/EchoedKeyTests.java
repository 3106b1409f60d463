package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestPng;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An upstream that repeats the key: nine characters of it in a row reach neither caller nor log nor ledger. */
@ExtendWith(OutputCaptureExtension.class)
class EchoedKeyTests {

    private static final String KEY = TestKeys.UPSTREAM;
    private static final String ENCODED_KEY = "%71" + KEY.substring(1, 5) + "%" + hex(KEY.charAt(5)) + KEY.substring(6);
    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(
                UPSTREAM.url(),
                "--gateway.upstream.retry.max-attempts=1",
                "--gateway.upstream.keys.rest=1ns",
                "--gateway.upstream.keys.longest-rest=1ns");
        UPSTREAM.serves(200, Map.of(), TestPng.bytes());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    private static String hex(char character) {
        return Integer.toHexString(character);
    }

    private static void assertNoKey(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        IntStream.rangeClosed(0, KEY.length() - 9)
                .mapToObj(at -> KEY.substring(at, at + 9))
                .forEach(piece -> assertThat(lower).doesNotContain(piece.toLowerCase(Locale.ROOT)));
        assertThat(lower).doesNotContain(ENCODED_KEY.toLowerCase(Locale.ROOT));
    }

    private static String image(String path) {
        return "{\"data\":[{\"url\":\"" + UPSTREAM.url() + path + "\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}";
    }

    private static Answer get(String path) {
        return gateway.send(gateway.to(path).header("Authorization", "Bearer " + TestKeys.CLIENT));
    }

    static List<String> urls() {
        return List.of(
                "/files/" + KEY + ".png",
                "/files/a.png?signature=x" + KEY.substring(11, 20) + "y",
                "/files/" + KEY.toUpperCase(Locale.ROOT),
                "/files/a.png?key=" + ENCODED_KEY);
    }

    @ParameterizedTest
    @MethodSource("urls")
    void imageWhoseUrlHasTheKeyIsDeliveredAsBytes(String path, CapturedOutput output) {
        UPSTREAM.answers(
                200, Map.of("x-inference-id", "inf-" + KEY, "x-request-id", KEY.substring(2, 15)), image(path));
        var idempotency = "echo-" + path.length();

        var url = gateway.send(gateway.generation(Gateway.A_CAT).header("Idempotency-Key", idempotency));
        var base64 = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}");

        assertThat(url.status()).as(url.text()).isEqualTo(200);
        assertThat(url.json().path("data")).hasToString("[{\"url\":\"data:image/png;base64," + TestPng.BASE64 + "\"}]");
        assertThat(base64.json().path("data")).hasToString("[{\"b64_json\":\"" + TestPng.BASE64 + "\"}]");
        assertThat(url.json().at("/meta/usage/credits_used").longValue()).isEqualTo(91000);
        var again = gateway.send(gateway.generation(Gateway.A_CAT).header("Idempotency-Key", idempotency));
        assertThat(again.problem()).isEqualTo("result-lost");
        var list = get("/v1/generations?limit=2");
        assertThat(list.json().at("/data/0/inference_id").asString()).isEqualTo("inf-" + KEY.substring(0, 4) + "…");
        var one = get("/v1/generations/" + url.header("X-Generation-Id"));
        for (var seen : new Answer[] {url, base64, again, list, one}) {
            assertNoKey(seen.print());
        }
        assertNoKey(output.getAll());
    }

    @Test
    void imageThatCannotBeFetchedIsAClearProblem(CapturedOutput output) {
        UPSTREAM.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"https://" + KEY
                        + ".example/a.png\"},{\"url\":\"https://cdn.aimlapi.com/b.png\"}]}");

        var answer = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"num_images\":2}");

        assertThat(answer.problem()).isEqualTo("result-lost");
        assertThat(answer.json().path("detail").asString()).contains("paid for", "contains a key");
        assertThat(answer.json().path("data")).hasToString("[{\"url\":\"https://cdn.aimlapi.com/b.png\"}]");
        assertThat(UPSTREAM.posts()).hasSize(1);
        assertNoKey(answer.print());
        assertNoKey(output.getAll());
    }

    private static String refusal(int status, String message) {
        return "{\"title\":\"T\",\"status\":" + status + ",\"message\":\"" + message
                + "\",\"instance\":\"/v1/images/generations\",\"requestId\":\"V1StGXR8\","
                + "\"timestamp\":\"2026-08-30T18:23:01.734Z\",\"error\":{\"name\":\"BadRequestException\"}}";
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500})
    void partsOfTheKeyInAMessageAreRemoved(int status, CapturedOutput output) {
        UPSTREAM.answers(
                status,
                Map.of("x-inference-id", "inf-1", "x-request-id", "req-" + KEY.substring(7, 20)),
                refusal(
                        status,
                        "Key " + KEY.substring(5, 25) + " or " + KEY.toLowerCase(Locale.ROOT) + " or " + ENCODED_KEY
                                + " or " + URLEncoder.encode(KEY, StandardCharsets.UTF_8)));

        var answer = debugged(() -> gateway.generate(Gateway.A_CAT));

        assertNoKey(answer.print());
        assertNoKey(output.getAll());
        assertNoKey(get("/v1/generations?limit=1").print());
        assertThat(output.getAll()).contains("was refused: Key " + KEY.substring(0, 4) + "… or ");
    }

    private static Answer debugged(Supplier<Answer> call) {
        var logger = (Logger) LoggerFactory.getLogger("dev.imagegateway.generation.OutcomeReader");
        var before = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        try {
            return call.get();
        } finally {
            logger.setLevel(before);
        }
    }

    /** A message may quote the prompt, so only its kind and the ids are logged. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500})
    void promptInAMessageIsNotLogged(int status, CapturedOutput output) {
        UPSTREAM.answers(
                status,
                Map.of("x-inference-id", "inf-7", "x-request-id", "req-8"),
                refusal(status, "not allowed: a very private heron"));

        var answer = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a very private heron\"}");

        assertThat(answer.text().contains("a very private heron")).isEqualTo(status == 400);
        assertThat(output.getAll())
                .doesNotContain("private heron")
                .contains(answer.header("X-Generation-Id") + " was refused with " + status + " (")
                .contains("BadRequestException, inference id inf-7, request id req-8");
    }

    @Test
    void charactersThatActInsteadOfBeingShownReachNobody(CapturedOutput output) {
        var unsafe = "\u009b31m\u0085\u2028\u2029\u202e\u200b\ufeff\u00ad\u0007";
        UPSTREAM.answers(400, Map.of(), refusal(400, "bad" + unsafe.replace("\u0007", "\\u0007") + "end"));

        var answer = debugged(() -> gateway.generate(Gateway.A_CAT));

        assertThat(answer.json().path("detail").asString()).isEqualTo("The upstream says: bad 31m end");
        assertThat(output.getAll())
                .contains("was refused: bad 31m end")
                .doesNotContain(unsafe.replace("31m", "").split(""));
    }

    @Test
    void idsFromHeadersAreCleanedToo(CapturedOutput output) {
        UPSTREAM.answers(500, Map.of("x-inference-id", "a\u009bb" + "c".repeat(1000)), refusal(500, "no"));

        gateway.generate(Gateway.A_CAT);

        var id =
                get("/v1/generations?limit=1").json().at("/data/0/inference_id").asString();
        assertThat(id).startsWith("a bccc").hasSize(200);
        assertThat(output.getAll()).doesNotContain("\u009b");
    }
}
