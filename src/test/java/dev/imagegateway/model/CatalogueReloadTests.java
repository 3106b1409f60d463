package dev.imagegateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Models that the operator adds, changes and removes while the gateway runs. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueReloadTests {

    private static final String DOCUMENT = """
            id: acme/painter
            aliases: [painter]
            name: Painter
            vendor: Acme
            family: painter
            price: {unit: image, credits: 1000, source: Acme's price list, as-of: 2026-11-29}
            openai: {count: how_many}
            parameters:
              prompt: {type: string, minLength: 1, maxLength: 100, description: What to paint.}
              how_many: {type: integer, minimum: 1, maximum: 2, default: 1, description: How many images.}
              brush: {type: string, enum: [oil, "16:9"], default: oil, description: The brush.}
            """;

    private static final String BY_TOKEN =
            DOCUMENT.replace("unit: image, credits: 1000", "unit: token, bounds: BOUNDS");

    /** Documents whose figures cannot work, with what is said of them. */
    private static final Map<String, String> WRONG = Map.of(
            DOCUMENT.replace("minimum: 1, maximum: 2", "minimum: 0, maximum: 2"),
            "openai.count must be an integer with a minimum of 1 or more",
            DOCUMENT.replace("default: 1,", "default: 3,"),
            "parameters.how_many: default is not one of the values that are allowed",
            DOCUMENT.replace("default: oil", "default: 7"),
            "parameters.brush: 7 is not a string",
            DOCUMENT.replace("family: painter", "family: flux-2"),
            "family flux-2 is a name of the model blackforestlabs/flux-2",
            DOCUMENT.replace("unit: image", "unit: megapixel"),
            "price cannot be for each megapixel, because the sizes of acme/painter are not known in pixels",
            BY_TOKEN.replace("BOUNDS", "[{when: {bruhs: oil}, credits: 9}]"),
            "price.bounds.when names a parameter bruhs that it does not have",
            BY_TOKEN.replace("BOUNDS", "[{when: {brush: ol}, credits: 9}]"),
            "price.bounds.when.brush is not a value of that parameter: ol",
            BY_TOKEN.replace("BOUNDS", "[{credits: 9}], credits-per-prompt-byte: -1"),
            "price needs credits-per-prompt-byte of 0 or more");

    private final Path folder = DataFolders.fresh();

    private final StubUpstream upstream = new StubUpstream();

    @SuppressWarnings("NullAway.Init")
    private Gateway gateway;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(folder);
        upstream.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"" + upstream.url() + "/a.png\"}],\"meta\":{\"usage\":{\"credits_used\":1000}}}");
        gateway = Gateway.start(
                upstream.url(), "--gateway.catalogue.directory=" + folder, "--gateway.catalogue.refresh=100ms");
    }

    @AfterAll
    void close() {
        gateway.close();
        upstream.close();
    }

    private int paint(String fields) {
        return gateway.generate("{\"model\":\"painter\",\"prompt\":\"a cat\"" + fields + "}")
                .status();
    }

    private String lastBody() {
        return upstream.posts().getLast().body();
    }

    private void write(String content) throws IOException {
        Files.writeString(folder.resolve("painter.yaml"), content);
    }

    @Test
    void documentsAreFollowedAndAWrongOneChangesNothing(CapturedOutput output) throws IOException {
        assertThat(paint("")).isEqualTo(400);

        write(DOCUMENT);
        await().until(() -> paint("") == 200);
        assertThat(lastBody()).isEqualTo("{\"model\":\"acme/painter\",\"prompt\":\"a cat\"}");
        assertThat(paint(",\"n\":2,\"brush\":\"16:9\"")).isEqualTo(200);
        assertThat(lastBody())
                .isEqualTo("{\"model\":\"acme/painter\",\"prompt\":\"a cat\",\"how_many\":2,\"brush\":\"16:9\"}");
        assertThat(paint(",\"n\":3")).isEqualTo(400);
        assertThat(gateway.send(gateway.to("/v1/models/painter").header("Authorization", "Bearer " + TestKeys.CLIENT))
                        .json()
                        .at("/price/credits_per_image")
                        .intValue())
                .isEqualTo(1000);
        assertThat(output).contains(": catalogue-reloaded ", "acme/painter");

        write(DOCUMENT.replace("maximum: 2", "maximum: 0"));
        await().until(() -> gateway.metric("image_gateway_catalogue_refused") == 1);
        assertThat(output).contains("painter.yaml: parameters.how_many: minimum is above maximum");
        assertThat(paint(",\"n\":2")).isEqualTo(200);

        write(DOCUMENT.replace("brush", "pencil"));
        await().until(() -> paint(",\"pencil\":\"oil\"") == 200);
        assertThat(gateway.metric("image_gateway_catalogue_refused")).isZero();
        assertThat(paint(",\"brush\":\"oil\"")).isEqualTo(400);

        Files.writeString(
                folder.resolve("schnell.yaml"),
                DOCUMENT.replace("acme/painter", "flux/schnell")
                        .replace("painter]", "fast-painter]")
                        .replace("family: painter", "family: painters"));
        await().until(() -> gateway.generate("{\"model\":\"flux/schnell\",\"prompt\":\"a cat\",\"how_many\":2}")
                        .status()
                == 200);

        for (var wrong : WRONG.entrySet()) {
            write(wrong.getKey());
            await().untilAsserted(() -> assertThat(output).contains("painter.yaml: " + wrong.getValue()));
        }
        write(DOCUMENT);
        Files.writeString(folder.resolve("twin.yaml"), DOCUMENT);
        await().untilAsserted(() -> assertThat(output).contains("twin.yaml: has the same id as"));
        Files.delete(folder.resolve("twin.yaml"));

        Files.delete(folder.resolve("painter.yaml"));
        await().until(() -> paint("") == 400);
    }
}
