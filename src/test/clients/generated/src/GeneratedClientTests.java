import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Java clients as openapi-generator makes them of the gateway's document, before the running gateway: they read every
 * answer as what it is. Each library has classes of its own, without a common type, so each has its own test methods. The
 * environment is that of clients.test.js.
 */
class GeneratedClientTests {

    private static final String GATEWAY = System.getenv("GATEWAY_URL");
    private static final String SANDBOX = System.getenv("SANDBOX_URL");
    private static final String KEY = System.getenv("GATEWAY_KEY");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Beyond what 32 bits hold, and what a double holds. */
    private static final long SEED = 9_007_199_254_740_993L;

    /** What four images cost at the highest price that the sandbox takes: beyond 32 bits. */
    private static final long CREDITS = 4_000_000_000L;

    private final generated.jdk.ApiClient jdk = new generated.jdk.ApiClient();
    private final generated.okhttp.ApiClient okhttp = new generated.okhttp.ApiClient();

    GeneratedClientTests() {
        jdk.updateBaseUri(GATEWAY);
        jdk.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + KEY));
        okhttp.setBasePath(GATEWAY);
        okhttp.setBearerToken(KEY);
        // its default is 10 s, and an answer may take 55
        okhttp.setReadTimeout(60_000);
    }

    @BeforeEach
    void reset() throws Exception {
        sandbox("POST", "/sandbox/reset", "");
    }

    @AfterAll
    static void leaveNothing() throws Exception {
        sandbox("POST", "/sandbox/reset", "");
    }

    private static String sandbox(String method, String path, String body) throws Exception {
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(SANDBOX + path))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(2, answer.statusCode() / 100, answer.body());
        return answer.body();
    }

    /** The sandbox makes images at this price each. */
    private static void price(long credits) throws Exception {
        sandbox("POST", "/sandbox/faults", "{\"fault\":\"price-change\",\"credits\":" + credits + "}");
    }

    private static void isPicture(byte[] bytes, int width, int height) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(bytes));
        assertEquals(width, picture.getWidth());
        assertEquals(height, picture.getHeight());
    }

    private static byte[] fetched(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                .body();
    }

    private static generated.jdk.model.ImageGenerationRequest jdkRequest() {
        return new generated.jdk.model.ImageGenerationRequest()
                .model("stable-diffusion-v3-medium")
                .prompt("a red bicycle");
    }

    private static generated.okhttp.model.ImageGenerationRequest okhttpRequest() {
        return new generated.okhttp.model.ImageGenerationRequest()
                .model("stable-diffusion-v3-medium")
                .prompt("a red bicycle");
    }

    @Test
    void nativeMakesPictures() throws Exception {
        price(CREDITS / 4);
        var images = new generated.jdk.api.ImagesApi(jdk);
        var size = new generated.jdk.model.ImageSize(generated.jdk.model.ImageSizePreset.LANDSCAPE_16_9);

        var answer = images.generateImages(
                jdkRequest().numImages(4).seed(SEED).imageSize(size), null, null, null, null);

        assertEquals(SEED, answer.getSeed());
        assertEquals(CREDITS, answer.getMeta().getUsage().getCreditsUsed());
        assertTrue(answer.getCreated() > 0);
        assertEquals(4, answer.getData().size());
        for (var image : answer.getData()) {
            isPicture(fetched(image.getUrl()), 1024, 576);
        }
    }

    @Test
    void nativeMakesPicturesWithEveryModel() throws Exception {
        var images = new generated.jdk.api.ImagesApi(jdk);
        var size = new generated.jdk.model.ImageSize(generated.jdk.model.ImageSizePreset.SQUARE_HD);
        for (var request : List.of(
                jdkRequest().model("flux/schnell").imageSize(size),
                jdkRequest().model("gpt-image-1").quality("low").size("1024x1024"),
                jdkRequest().model("google/imagen-4.0-fast-generate-001").aspectRatio("1:1"))) {
            var answer = images.generateImages(request, null, null, null, null);
            assertEquals(1, answer.getData().size());
        }
    }

    @Test
    void okhttpMakesPicturesWithEveryModel() throws Exception {
        var images = new generated.okhttp.api.ImagesApi(okhttp);
        for (var request : List.of(
                okhttpRequest().model("flux/schnell"),
                okhttpRequest().model("gpt-image-1").quality("low").size("1024x1024"),
                okhttpRequest().model("google/imagen-4.0-fast-generate-001").aspectRatio("1:1"))) {
            var answer = images.generateImages(request, null, null, null, null);
            assertEquals(1, answer.getData().size());
        }
    }

    @Test
    void nativeReadsEveryOtherAnswer() throws Exception {
        var images = new generated.jdk.api.ImagesApi(jdk);
        var pixels = new generated.jdk.model.ImageSizePixels().width(512).height(256);
        var request = jdkRequest()
                .imageSize(new generated.jdk.model.ImageSize(pixels))
                .responseFormat(generated.jdk.model.ImageGenerationRequest.ResponseFormatEnum.B64_JSON);

        var forecast = images.dryRunImages(request, null);
        assertTrue(forecast.getAllowed());
        assertNull(forecast.getRequest().getSeed());
        assertEquals(512L, forecast.getRequest().getImageSize().getWidth());
        assertTrue(sandbox("GET", "/sandbox/requests", "").contains("\"requests\":[]"));

        var answer = images.generateImagesWithHttpInfo(request, null, null, null, null);
        isPicture(Base64.getDecoder().decode(answer.getData().getData().getFirst().getB64Json()), 512, 256);
        assertNull(answer.getHeaders().get("x-ignored-parameters"));
        var id = answer.getHeaders().get("x-generation-id").getFirst();

        var generations = new generated.jdk.api.GenerationsApi(jdk);
        var generation = generations.getGeneration(id, null, null);
        assertEquals("settled", generation.getState());
        assertNotNull(generation.getResult().getData().getFirst().getUrl());
        assertFalse(generations
                .listGenerations(2, null, null, "settled", null, null, null, null, null, null, null)
                .getData()
                .isEmpty());
        var usage = new generated.jdk.api.UsageApi(jdk);
        assertTrue(usage.getUsage(null, null, "day", null).getTotal().getCreditsUsed() > 0);
        // not getUsageCsv: this library reads every text as JSON
        var models = new generated.jdk.api.ModelsApi(jdk).listModels().getData();
        var model = models.stream()
                .filter(one -> one.getId().equals("stable-diffusion-v3-medium"))
                .findFirst()
                .orElseThrow();
        assertEquals(Long.MAX_VALUE, model.getLimits().get("seed").getMaximum());
        assertEquals(576, model.getPresets().get("landscape_16_9").getHeight());

        var refused = assertThrows(
                generated.jdk.ApiException.class,
                () -> images.generateImages(jdkRequest().numImages(9), null, null, null, null));
        assertEquals(400, refused.getCode());
        var problem = jdk.getObjectMapper().readValue(refused.getResponseBody(), generated.jdk.model.Problem.class);
        assertEquals("/num_images", problem.getErrors().getFirst().getPointer());
    }

    @Test
    void okhttpMakesPictures() throws Exception {
        price(CREDITS / 4);
        var images = new generated.okhttp.api.ImagesApi(okhttp);
        var size = new generated.okhttp.model.ImageSize(generated.okhttp.model.ImageSizePreset.LANDSCAPE_16_9);

        var answer = images.generateImages(
                okhttpRequest().numImages(4).seed(SEED).imageSize(size), null, null, null, null);

        assertEquals(SEED, answer.getSeed());
        assertEquals(CREDITS, answer.getMeta().getUsage().getCreditsUsed());
        assertTrue(answer.getCreated() > 0);
        assertEquals(4, answer.getData().size());
        for (var image : answer.getData()) {
            isPicture(fetched(image.getUrl()), 1024, 576);
        }
    }

    @Test
    void okhttpReadsEveryOtherAnswer() throws Exception {
        var images = new generated.okhttp.api.ImagesApi(okhttp);
        var pixels = new generated.okhttp.model.ImageSizePixels().width(512).height(256);
        var request = okhttpRequest()
                .imageSize(new generated.okhttp.model.ImageSize(pixels))
                .responseFormat(generated.okhttp.model.ImageGenerationRequest.ResponseFormatEnum.B64_JSON);

        var forecast = images.dryRunImages(request, null);
        assertTrue(forecast.getAllowed());
        assertNull(forecast.getRequest().getSeed());
        assertEquals(512L, forecast.getRequest().getImageSize().getWidth());

        var answer = images.generateImagesWithHttpInfo(request, null, null, null, null);
        isPicture(Base64.getDecoder().decode(answer.getData().getData().getFirst().getB64Json()), 512, 256);
        assertNull(answer.getHeaders().get("x-ignored-parameters"));
        var id = answer.getHeaders().get("x-generation-id").getFirst();

        var generations = new generated.okhttp.api.GenerationsApi(okhttp);
        var generation = generations.getGeneration(id, null, null);
        assertEquals("settled", generation.getState());
        assertNotNull(generation.getResult().getData().getFirst().getUrl());
        assertFalse(generations
                .listGenerations(2, null, null, "settled", null, null, null, null, null, null, null)
                .getData()
                .isEmpty());
        var usage = new generated.okhttp.api.UsageApi(okhttp);
        assertTrue(usage.getUsage(null, null, "day", null).getTotal().getCreditsUsed() > 0);
        assertTrue(usage.getUsageCsv(null, null, "day", null).startsWith("day,generations"));
        var models = new generated.okhttp.api.ModelsApi(okhttp).listModels().getData();
        assertTrue(models.stream().anyMatch(one -> one.getId().equals("flux/schnell")));

        var refused = assertThrows(
                generated.okhttp.ApiException.class,
                () -> images.generateImages(okhttpRequest().numImages(9), null, null, null, null));
        assertEquals(400, refused.getCode());
        var problem = generated.okhttp.model.Problem.fromJson(refused.getResponseBody());
        assertEquals("/num_images", problem.getErrors().getFirst().getPointer());
    }

    /** A later version of the gateway may add a member; an answer that was paid for is read all the same. */
    @Test
    void anAnswerOfALaterVersionIsRead() throws Exception {
        var later = """
                {"created":1795364446,"data":[{"url":"https://h/a b|c.png","later":1}],"seed":9007199254740993,
                 "meta":{"usage":{"credits_used":4000000000,"usd_spent":2000.0,"later":{}},"later":[]},"later":"x"}""";

        var strict = generated.okhttp.model.ImageGenerationResponse.fromJson(later);
        assertEquals("https://h/a b|c.png", strict.getData().getFirst().getUrl());
        assertEquals(CREDITS, strict.getMeta().getUsage().getCreditsUsed());
        var lenient = jdk.getObjectMapper().readValue(later, generated.jdk.model.ImageGenerationResponse.class);
        assertEquals("https://h/a b|c.png", lenient.getData().getFirst().getUrl());
        assertEquals(SEED, lenient.getSeed());
    }

    /** A 202 is not a result: its generation is named in the headers, which the native client hands over. */
    @Test
    void nativeFindsWhatItDoesNotWaitFor() throws Exception {
        var accepted = new generated.jdk.api.ImagesApi(jdk)
                .generateImagesWithHttpInfo(jdkRequest(), null, null, "respond-async", null);
        assertEquals(202, accepted.getStatusCode());
        var id = accepted.getHeaders().get("x-generation-id").getFirst();

        var generation = new generated.jdk.api.GenerationsApi(jdk).getGeneration(id, "wait=5", null);

        assertEquals("settled", generation.getState());
        isPicture(fetched(generation.getResult().getData().getFirst().getUrl()), 1024, 1024);
    }
}
