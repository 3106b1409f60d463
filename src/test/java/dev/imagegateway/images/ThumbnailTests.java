package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Call;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestImages;
import dev.imagegateway.support.TestKeys;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A list of images loads a few kilobytes for each, which are made once. */
class ThumbnailTests {

    private static final int RGB = BufferedImage.TYPE_INT_RGB;
    private static final int BLUE = 0xff336699;
    private static final String MADE = "image_gateway_thumbnail_seconds_count";

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static final Path FOLDER = DataFolders.fresh();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = open();
    }

    private static Gateway open(String... more) {
        var settings = Gateway.overriding(
                List.of(
                        "--gateway.images.store=disk",
                        "--gateway.ledger.directory=" + FOLDER,
                        "--gateway.images.thumbnails.timeout=1m",
                        "--gateway.clients[1].id=team-b",
                        "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_B)),
                more);
        return Gateway.start(UPSTREAM.url(), settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    @BeforeEach
    void answer() {
        UPSTREAM.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"" + UPSTREAM.url()
                        + "/files/a.png\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
    }

    /** The signed URL of an image that the gateway has copied. */
    private static String imageUrl(byte[] image) {
        UPSTREAM.serves(200, Map.of(), image);
        var answer = gateway.generate(Gateway.A_CAT);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/data/0/url").asString();
    }

    private static String thumbnailUrl(byte[] image) {
        return imageUrl(image).replace("?", "/thumbnail?");
    }

    private static HttpRequest.Builder get(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    private static BufferedImage decoded(Answer thumbnail) throws IOException {
        assertThat(thumbnail.status()).as(thumbnail.text()).isEqualTo(200);
        assertThat(thumbnail.header("Content-Type")).isEqualTo("image/jpeg");
        return ImageIO.read(new ByteArrayInputStream(thumbnail.bytes()));
    }

    private static void assertColor(BufferedImage image, int x, int y, int rgb) {
        var color = image.getRGB(x, y);
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(color >> shift & 0xff).isBetween((rgb >> shift & 0xff) - 3, (rgb >> shift & 0xff) + 3);
        }
    }

    private static List<Path> files() throws IOException {
        try (var all = Files.walk(FOLDER.resolve("images/thumbnails"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    static Stream<Arguments> images() {
        return Stream.of(
                Arguments.of("PNG", TestImages.png(TestImages.plain(1024, 512, RGB, BLUE)), 256, 128),
                Arguments.of("JPEG", TestImages.jpeg(TestImages.plain(600, 1200, RGB, BLUE)), 128, 256),
                Arguments.of("large PNG", TestImages.png(TestImages.plain(3000, 1500, RGB, BLUE)), 256, 128),
                Arguments.of(
                        "interlaced", TestImages.interlaced(TestImages.plain(512, 512, RGB, BLUE), "png"), 256, 256),
                Arguments.of("narrow", TestImages.png(TestImages.plain(1000, 1, RGB, BLUE)), 256, 1),
                Arguments.of("small, so not enlarged", TestImages.png(TestImages.plain(40, 30, RGB, BLUE)), 40, 30));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void longestSideIsBounded(String name, byte[] image, int width, int height) throws IOException {
        var thumbnail = decoded(gateway.send(get(thumbnailUrl(image))));

        assertThat(thumbnail.getWidth()).isEqualTo(width);
        assertThat(thumbnail.getHeight()).isEqualTo(height);
        assertColor(thumbnail, width / 2, height / 2, BLUE);
    }

    @Test
    void webpIsRead() throws IOException {
        var thumbnail = decoded(gateway.send(get(thumbnailUrl(TestImages.decoded(TestImages.BLACK_WEBP)))));

        assertThat(thumbnail.getWidth()).isEqualTo(48);
        assertColor(thumbnail, 20, 20, 0);
    }

    @Test
    void transparentPixelsAreWhite() throws IOException {
        var image = TestImages.png(TestImages.black(300, 300, BufferedImage.TYPE_INT_ARGB));

        assertColor(decoded(gateway.send(get(thumbnailUrl(image)))), 100, 100, 0xffffff);
    }

    @Test
    void headersAreThoseOfTheImage() {
        var url = thumbnailUrl(TestImages.png(TestImages.plain(300, 300, RGB, BLUE)));
        var thumbnail = gateway.send(get(url));

        assertThat(thumbnail.header("Cache-Control")).contains("private", "immutable", "max-age=");
        assertThat(thumbnail.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(thumbnail.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(thumbnail.header("Content-Disposition"))
                .matches("inline; filename=\"img-[0-9a-f-]+-thumbnail\\.jpg\"");
        assertThat(gateway.send(get(url).header("If-None-Match", thumbnail.header("ETag")))
                        .status())
                .isEqualTo(304);
        var head = gateway.send(get(url).HEAD());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(thumbnail.bytes().length));
    }

    @Test
    void sameReadersAsTheImage() {
        var url = thumbnailUrl(TestImages.png(TestImages.plain(300, 300, RGB, BLUE)));
        var unsigned = url.substring(0, url.indexOf('?'));

        assertThat(gateway.send(get(unsigned)).problem()).isEqualTo("unauthenticated");
        assertThat(gateway.send(get(url.replaceAll("signature=.{5}", "signature=AAAAA")))
                        .problem())
                .isEqualTo("forbidden");
        assertThat(gateway.send(get(unsigned).header("Authorization", "Bearer " + TestKeys.TEAM_B))
                        .problem())
                .isEqualTo("not-found");
        assertThat(gateway.send(get(unsigned).header("Authorization", "Bearer " + TestKeys.CLIENT))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void isMadeOnceHoweverManyAsk() {
        var url = thumbnailUrl(TestImages.png(TestImages.plain(1500, 1500, RGB, BLUE)));
        var before = gateway.metric(MADE, "outcome=\"made\"");

        var calls = IntStream.range(0, 20)
                .mapToObj(_ -> gateway.callLater(get(url)))
                .toList();

        assertThat(calls)
                .allSatisfy(call -> assertThat(
                                ((Call.Answered) call.join()).answer().status())
                        .isEqualTo(200));
        assertThat(gateway.send(get(url)).status()).isEqualTo(200);
        assertThat(gateway.metric(MADE, "outcome=\"made\"")).isEqualTo(before + 1);
    }

    @Test
    void outlivesTheProcessAndIsDeletedWithItsImage() throws IOException {
        var url = imageUrl(TestImages.png(TestImages.plain(300, 300, RGB, BLUE)));
        assertThat(gateway.send(get(url)).status()).isEqualTo(200);
        var id = URI.create(url).getPath().replaceAll(".*/", "");
        assertThat(gateway.send(get(url.replace("?", "/thumbnail?"))).status()).isEqualTo(200);
        assertThat(files()).anyMatch(file -> file.toString().contains(id));
        // of another version's size
        Files.createDirectories(FOLDER.resolve("images/thumbnails/99"));
        Files.writeString(FOLDER.resolve("images/thumbnails/99/" + id + ".jpg"), "old");
        Files.writeString(FOLDER.resolve("images/thumbnails/256/incomplete-1"), "half");
        // of an image that was removed just before a crash
        Files.writeString(FOLDER.resolve("images/thumbnails/256/img-none-0.jpg"), "nobody's");

        gateway.close();
        gateway = open();

        await().untilAsserted(() -> assertThat(files())
                .anyMatch(file -> file.toString().contains(id))
                .noneMatch(file -> file.toString().contains("/99/"))
                .noneMatch(file -> file.toString().contains("incomplete-"))
                .noneMatch(file -> file.toString().contains("none")));
        var moved = url.replaceFirst(":\\d+/", ":" + gateway.port() + "/").replace("?", "/thumbnail?");
        assertThat(gateway.send(get(moved)).status()).isEqualTo(200);
        assertThat(gateway.metric(MADE, "outcome=\"made\"")).isZero();

        assertThat(gateway.send(gateway.to("/v1/images/" + id)
                                .header("Authorization", "Bearer " + TestKeys.CLIENT)
                                .DELETE())
                        .status())
                .isEqualTo(204);
        assertThat(files()).noneMatch(file -> file.toString().contains(id));
        assertThat(gateway.send(get(moved)).problem()).isEqualTo("result-lost");
    }

    @Test
    void imageThatCannotBeDecodedHasNone() {
        var image = TestImages.png(TestImages.plain(300, 300, RGB, BLUE));
        var url = thumbnailUrl(Arrays.copyOf(image, image.length / 2));
        var before = gateway.metric(MADE, "outcome=\"unusable\"");

        for (int i = 0; i < 2; i++) {
            var answer = gateway.send(get(url));
            Problems.assertProblem(answer, 404, "not-found", URI.create(url).getPath());
            assertThat(answer.json().path("detail").asString()).contains("damaged");
        }
        // decoded once
        assertThat(gateway.metric(MADE, "outcome=\"unusable\"")).isEqualTo(before + 1);
    }

    @Test
    void imageWithTooManyPixelsHasNone() {
        try (var small = open(
                "--gateway.ledger.directory=" + DataFolders.fresh(), "--gateway.images.thumbnails.max-pixels=4096")) {
            UPSTREAM.serves(200, Map.of(), TestImages.png(TestImages.plain(100, 100, RGB, BLUE)));
            var url = small.generate(Gateway.A_CAT).json().at("/data/0/url").asString();
            var answer = small.send(get(url.replace("?", "/thumbnail?")));
            assertThat(answer.problem()).isEqualTo("not-found");
            assertThat(answer.json().path("detail").asString()).contains("4096 pixels");
            assertThat(small.send(get(url)).status()).isEqualTo(200);
        }
    }

    @Test
    void filesThatAreUsedLeastMakeRoom() throws IOException {
        var folder = DataFolders.fresh();
        var files = new ThumbnailFiles(folder, 256, 1000);

        for (int i = 0; i < 10; i++) {
            files.keep("img-" + i, new byte[300]);
        }

        try (var kept = Files.list(folder.resolve("256"))) {
            assertThat(kept.count()).isBetween(1L, 3L);
        }
    }
}
