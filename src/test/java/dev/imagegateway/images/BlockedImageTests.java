package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.ApiDocument;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestImages;
import dev.imagegateway.support.TestKeys;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An image that the vendor's safety checker blocked is billed like any other; the gateway says so. */
class BlockedImageTests {

    private static final byte[] BLACK = TestImages.png(TestImages.black(64, 64, BufferedImage.TYPE_INT_RGB));
    private static final byte[] PICTURE =
            TestImages.png(TestImages.plain(64, 64, BufferedImage.TYPE_INT_RGB, 0xff336699));
    private static final String BLOCKED = "image_gateway_images_blocked_total";
    private static final String TWO = "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"num_images\":2}";
    private static final String TWO_AS_BASE64 = TWO.replace("}", ",\"response_format\":\"b64_json\"}");

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(UPSTREAM.url(), "--gateway.images.store=disk");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    @BeforeEach
    void serve() {
        // so that no copy of another test is counted in this one
        await().until(() -> gateway.metric("image_gateway_images_pending") == 0);
        answerWith("");
        UPSTREAM.serves("/files/black.png", 200, BLACK);
        UPSTREAM.serves("/files/picture.png", 200, PICTURE);
    }

    /** The second of two images is black. */
    private static void answerWith(String more) {
        UPSTREAM.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"%1$s/files/picture.png\"},{\"url\":\"%1$s/files/black.png\"}],%2$s\"meta\":{\"usage\":{\"credits_used\":182000}}}"
                        .formatted(UPSTREAM.url(), more));
    }

    private static Answer get(String path) {
        return gateway.send(gateway.to(path).header("Authorization", "Bearer " + TestKeys.CLIENT));
    }

    private static String blockedOf(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("has_nsfw_concepts").values().toString();
    }

    /** The generations of a page with what is said of their images. */
    private static String listed(String query, String id) {
        var page = get("/v1/generations?limit=100" + query);
        var document = ApiDocument.schema(ApiDocument.of(gateway), "GenerationList");
        assertThat(document.validate(page.json())).isEmpty();
        for (var generation : page.json().path("data")) {
            if (generation.path("id").asString().equals(id)) {
                return generation.path("has_nsfw_concepts").values().toString();
            }
        }
        return "not listed";
    }

    @Test
    void keptBytesTellInTheBooksAndInLaterResponses() {
        var before = gateway.metric(BLOCKED, "client=\"team-a\"");
        var request = gateway.generation(TWO).header("Idempotency-Key", "blocked");
        // the answer does not wait for the copies
        var first = gateway.send(request);
        var id = first.header("X-Generation-Id");

        await().until(() -> listed("", id), "[false, true]"::equals);

        var path = "/v1/generations/" + id;
        assertThat(blockedOf(get(path))).isEqualTo("[false, true]");
        assertThat(get(path).json().at("/result/has_nsfw_concepts").values().toString())
                .isEqualTo("[false, true]");
        var again = gateway.send(request);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(blockedOf(again)).isEqualTo("[false, true]");
        assertThat(listed("&blocked=true", id)).isEqualTo("[false, true]");
        assertThat(listed("&blocked=false", id)).isEqualTo("not listed");
        // counted after the ledger has recorded it
        await().until(() -> gateway.metric(BLOCKED, "client=\"team-a\"") == before + 1);
        assertThat(get("/v1/generations?blocked=perhaps").violations()).containsExactly("blocked enum");
    }

    @Test
    void base64ResponseKnowsAtOnce() {
        var answer = gateway.generate(TWO_AS_BASE64);

        assertThat(blockedOf(answer)).isEqualTo("[false, true]");
        var document = ApiDocument.schema(ApiDocument.of(gateway), "ImageGenerationResponse");
        assertThat(document.validate(answer.json())).isEmpty();
    }

    @Test
    void generationWithoutABlockedImageIsListedAsSuch() {
        UPSTREAM.serves("/files/black.png", 200, PICTURE);
        var id = gateway.generate(TWO).header("X-Generation-Id");

        await().until(() -> listed("&blocked=false", id), "[false, false]"::equals);
        assertThat(listed("&blocked=true", id)).isEqualTo("not listed");
    }

    @Test
    void vendorsWordTakesPrecedence() {
        answerWith("\"has_nsfw_concepts\":[true,false],");
        var before = gateway.metric(BLOCKED);

        var answer = gateway.generate(TWO);

        assertThat(blockedOf(answer)).isEqualTo("[true, false]");
        var id = answer.header("X-Generation-Id");
        assertThat(listed("&blocked=true", id)).isEqualTo("[true, false]");
        // when the bytes are known, too
        get("/v1/images/" + id.replaceFirst("gen-", "img-") + "-1");
        await().until(() -> gateway.metric("image_gateway_images_pending") == 0);
        assertThat(listed("&blocked=true", id)).isEqualTo("[true, false]");
        assertThat(gateway.metric(BLOCKED)).isEqualTo(before + 1);
    }

    @Test
    void vendorsWordAboutAnotherNumberOfImagesSaysNothing() {
        answerWith("\"has_nsfw_concepts\":[true],");

        assertThat(blockedOf(gateway.generate(TWO_AS_BASE64))).isEqualTo("[false, true]");
    }

    @Test
    void gatewayThatKeepsNoImagesTellsWhatItSees() {
        try (var plain = Gateway.start(UPSTREAM.url(), "--gateway.images.store=none")) {
            var url = plain.generate(TWO);
            assertThat(url.json().has("has_nsfw_concepts")).isFalse();
            assertThat(plain.metric(BLOCKED, "client=\"team-a\"")).isZero();

            var request = plain.generation(TWO_AS_BASE64).header("Idempotency-Key", "seen");
            assertThat(blockedOf(plain.send(request))).isEqualTo("[false, true]");
            assertThat(blockedOf(plain.send(request))).isEqualTo("[false, true]");
            assertThat(plain.metric(BLOCKED, "client=\"team-a\"")).isEqualTo(1);
        }
    }

    @Test
    void sandboxBlocksAnUnsafePrompt() {
        try (var office = GatewayWithClients.open(GatewayWithClients.Store.sqlite(), "--gateway.images.store=disk")) {
            var body = "{" + Gateway.MODEL + ",\"prompt\":\"nsfw\",\"response_format\":\"b64_json\"}";
            assertThat(blockedOf(office.gateway().generate(body))).isEqualTo("[true]");
            var safe = "{" + Gateway.MODEL + ",\"prompt\":\"a tree\",\"response_format\":\"b64_json\"}";
            assertThat(blockedOf(office.gateway().generate(safe))).isEqualTo("[false]");
        }
    }
}
