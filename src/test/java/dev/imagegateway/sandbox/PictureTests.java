package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.MODEL;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTests {

    private final SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"landscape_16_9\"|1024|576",
                "\"square_hd\"|1024|1024",
                "\"square\"|512|512",
                "\"portrait_4_3\"|768|1024",
                "\"portrait_16_9\"|576|1024",
                "\"landscape_4_3\"|1024|768",
                "{}|1024|768",
                "{\"width\":64}|64|768",
                "{\"width\":1536,\"height\":64}|1536|64",
                "{\"width\":65,\"height\":97}|65|97"
            })
    void servesAPngOfTheSizeAsked(String size, int width, int height) throws Exception {
        HttpResponse<byte[]> file = sandbox.download(url("tree", ",\"image_size\":" + size));

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(header(file, "content-type")).isEqualTo("image/png");
        BufferedImage image = read(file);
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        assertThat(colours(image)).isGreaterThan(20);
    }

    @Test
    void roundsTheSizeWhenToldTo() throws Exception {
        sandbox.control("PUT", "/sandbox/settings", "{\"multiple-of32\":\"round\"}");

        BufferedImage image = read(sandbox.download(url("tree", ",\"image_size\":{\"width\":100,\"height\":112}")));

        assertThat(image.getWidth()).isEqualTo(96);
        assertThat(image.getHeight()).isEqualTo(128);
    }

    @Test
    void drawsTheSameBytesForTheSameSeedAndOthersForAnythingElse() throws Exception {
        byte[] image = sandbox.download(url("A T-Rex", ",\"seed\":7")).body();

        assertThat(sandbox.download(url("A T-Rex", ",\"seed\":7")).body()).isEqualTo(image);
        assertThat(sandbox.download(url("A T-Rex", ",\"seed\":8")).body()).isNotEqualTo(image);
        assertThat(sandbox.download(url("A cat", ",\"seed\":7")).body()).isNotEqualTo(image);
        assertThat(sandbox.download(url("A T-Rex", ",\"seed\":7,\"num_inference_steps\":49"))
                        .body())
                .isNotEqualTo(image);
    }

    @Test
    void drawsTheSameForEachSpellingOfAModel() throws Exception {
        String spelling = SandboxCaller.body("alibaba/qwen-image-2.0", "'seed':0");

        byte[] image = sandbox.download(
                        json(sandbox.generate(spelling)).at("/data/0/url").stringValue())
                .body();

        assertThat(sandbox.download(json(sandbox.generate(spelling.replace("2.0", "2-0")))
                                .at("/data/0/url")
                                .stringValue())
                        .body())
                .isEqualTo(image);
    }

    @Test
    void drawsEachImageOfAGenerationDifferently() throws Exception {
        var data = json(sandbox.generate(body("A T-Rex", ",\"seed\":7,\"num_images\":2")))
                .get("data");

        assertThat(sandbox.download(data.at("/0/url").stringValue()).body())
                .isNotEqualTo(sandbox.download(data.at("/1/url").stringValue()).body());
    }

    @Test
    void blackensAnUnsafePromptAndBillsIt() throws Exception {
        HttpResponse<byte[]> file = sandbox.download(url("something NSFW", ""));

        assertThat(colours(read(file))).isEqualTo(1);
        assertThat(read(file).getRGB(5, 5) & 0xFFFFFF).isZero();
        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    @Test
    void drawsAnUnsafePromptWhenTheCheckerIsOff() throws Exception {
        HttpResponse<byte[]> file = sandbox.download(url("something nsfw", ",\"enable_safety_checker\":false"));

        assertThat(colours(read(file))).isGreaterThan(20);
    }

    @Test
    void servesAnImageOnlyUntilItExpires() throws Exception {
        String url = url("tree", "");

        sandbox.clock.pass(Duration.ofMinutes(59));
        assertThat(sandbox.download(url).statusCode()).isEqualTo(200);
        sandbox.clock.pass(Duration.ofMinutes(1));
        assertThat(sandbox.download(url).statusCode()).isEqualTo(404);
    }

    private String url(String prompt, String more) throws Exception {
        return json(sandbox.generate(body(prompt, more))).at("/data/0/url").stringValue();
    }

    private static String body(String prompt, String more) {
        return "{" + MODEL + ",\"prompt\":\"" + prompt + "\"" + more + "}";
    }

    private static BufferedImage read(HttpResponse<byte[]> file) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(file.body()));
    }

    private static long colours(BufferedImage image) {
        return IntStream.of(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }
}
