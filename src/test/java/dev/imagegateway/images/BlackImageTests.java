package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestImages;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Which bytes count as the black image that the vendor's safety checker returns. */
class BlackImageTests {

    private static final String AS_BASE64 = Gateway.A_CAT.replace("}", ",\"response_format\":\"b64_json\"}");

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        UPSTREAM.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"" + UPSTREAM.url()
                        + "/files/a.png\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
        gateway = Gateway.start(UPSTREAM.url(), "--gateway.images.store=none");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    static Stream<Arguments> images() {
        var rgb = BufferedImage.TYPE_INT_RGB;
        var argb = BufferedImage.TYPE_INT_ARGB;
        var gray = BufferedImage.TYPE_BYTE_GRAY;
        var palette = BufferedImage.TYPE_BYTE_INDEXED;
        return Stream.of(
                Arguments.of("black PNG", true, TestImages.png(TestImages.black(300, 200, rgb))),
                Arguments.of("black JPEG", true, TestImages.jpeg(TestImages.black(300, 200, rgb))),
                Arguments.of("black WebP", true, TestImages.decoded(TestImages.BLACK_WEBP)),
                Arguments.of("black gray PNG", true, TestImages.png(TestImages.black(300, 200, gray))),
                Arguments.of("black gray JPEG", true, TestImages.jpeg(TestImages.black(300, 200, gray))),
                Arguments.of(
                        "black 16-bit PNG",
                        true,
                        TestImages.png(TestImages.black(300, 200, BufferedImage.TYPE_USHORT_GRAY))),
                Arguments.of(
                        "black PNG with a palette",
                        true,
                        TestImages.png(TestImages.plain(30, 20, palette, 0xff000000))),
                Arguments.of("opaque black PNG", true, TestImages.png(TestImages.plain(300, 200, argb, 0xff000000))),
                Arguments.of(
                        "interlaced PNG",
                        true,
                        TestImages.interlaced(TestImages.plain(30, 20, argb, 0xff000000), "png")),
                Arguments.of("progressive JPEG", true, TestImages.interlaced(TestImages.black(300, 200, rgb), "jpeg")),
                Arguments.of("almost black", true, TestImages.png(TestImages.plain(300, 200, rgb, 0xff020202))),
                Arguments.of("several bands", true, TestImages.png(TestImages.black(2000, 1500, rgb))),
                Arguments.of("dark gray", false, TestImages.png(TestImages.plain(300, 200, rgb, 0xff030303))),
                Arguments.of("transparent", false, TestImages.png(TestImages.black(300, 200, argb))),
                Arguments.of("dot in PNG", false, TestImages.png(TestImages.dot(300, 200, rgb, 0xff00ff00))),
                Arguments.of("dot in JPEG", false, TestImages.jpeg(TestImages.dot(300, 200, rgb, 0xffffffff))),
                Arguments.of("dot in WebP", false, TestImages.decoded(TestImages.DOT_WEBP)),
                Arguments.of(
                        "dot in interlaced PNG", false, TestImages.interlaced(TestImages.dot(30, 20, rgb, -1), "png")),
                Arguments.of(
                        "dot in progressive JPEG",
                        false,
                        TestImages.interlaced(TestImages.dot(30, 20, rgb, -1), "jpeg")),
                Arguments.of("dot in the last band", false, TestImages.png(TestImages.dot(2000, 1500, rgb, -1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void allPixelsAreBlackOrTheImageIsNotBlocked(String name, boolean isBlocked, byte[] image) {
        assertThat(blockedOf(image).values().toString()).isEqualTo("[" + isBlocked + "]");
    }

    @Test
    void nothingIsSaidOfImagesThatCannotBeExamined() {
        var black = TestImages.png(TestImages.black(300, 200, BufferedImage.TYPE_INT_RGB));

        assertThat(blockedOf(Arrays.copyOf(black, black.length / 2)).isMissingNode())
                .isTrue();
        assertThat(blockedOf(TestImages.png(TestImages.black(5000, 4000, BufferedImage.TYPE_BYTE_BINARY)))
                        .isMissingNode())
                .isTrue();
    }

    private static JsonNode blockedOf(byte[] image) {
        UPSTREAM.serves(200, Map.of(), image);
        var answer = gateway.generate(AS_BASE64);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("has_nsfw_concepts");
    }
}
