package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.ImageGatewayApplication;
import dev.imagegateway.container.Chart.Rendered;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The gateway starts with what the chart writes for it: the two agree on every name. */
class ChartConfigurationTests {

    private static final String CLIENT_KEY = "client-key-of-the-chart-tests";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theGatewayKnowsTheChartsClientsAndSettings(@TempDir Path folder) throws Exception {
        var hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(CLIENT_KEY.getBytes(StandardCharsets.UTF_8)));
        var rendered = Chart.render("""
                upstream: {existingSecret: aiml, baseUrl: "http://upstream.example"}
                clients: [{id: team-a, keyHashes: [%s]}]
                config: {gateway: {upstream: {attempt-timeout: 7s}, generation: {max-request-size: 5MB}}}
                """.formatted(hash));
        rendered.only("ConfigMap")
                .path("data")
                .properties()
                .forEach(file ->
                        write(folder.resolve(file.getKey()), file.getValue().asString()));
        var key = folder.resolve("api-key");
        write(key, "upstream-key-of-the-chart-tests\n");
        var location = variable(rendered, "SPRING_CONFIG_ADDITIONAL_LOCATION");
        assertThat(location)
                .isEqualTo("file:"
                        + Rendered.named("config", rendered.container().path("volumeMounts"))
                                .path("mountPath")
                                .asString()
                        + "/");

        try (var gateway = new SpringApplicationBuilder(ImageGatewayApplication.class)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.config.additional-location=file:" + folder + "/",
                        "--gateway.ledger.directory=" + folder.resolve("ledger"),
                        "--AIML_API_KEY_FILE=" + key)) {
            var settings = gateway.getEnvironment();
            assertThat(settings.getProperty("gateway.upstream.base-url")).isEqualTo("http://upstream.example");
            assertThat(settings.getProperty("gateway.upstream.attempt-timeout")).isEqualTo("7s");
            assertThat(settings.getProperty("gateway.generation.max-request-size"))
                    .isEqualTo("5MB");
            var port = settings.getRequiredProperty("local.server.port");
            assertThat(status(port, CLIENT_KEY)).isEqualTo(400);
            assertThat(status(port, "somebody's")).isEqualTo(401);
        }
    }

    private static String variable(Rendered rendered, String name) {
        return Rendered.named(name, rendered.container().path("env"))
                .path("value")
                .asString();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of the answer to an empty request, which goes no further. */
    private int status(String port, String key) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/images/generations"))
                                .header("Authorization", "Bearer " + key)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
