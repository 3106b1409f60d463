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
    void theGatewayKnowsTheChartsClientsAndSettings(@TempDir Path folder, @TempDir Path chart) throws Exception {
        var hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(CLIENT_KEY.getBytes(StandardCharsets.UTF_8)));
        var rendered = Chart.render("""
                upstream: {existingSecret: aiml, baseUrl: "http://upstream.example"}
                clients: [{id: team-a, keyHashes: [%s], limits: {requests-per-minute: 600, megapixels-per-minute: 90}, roles: [metrics]}]
                rateLimit: {redis: {url: "redis://127.0.0.1:1", existingSecret: valkey}}
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

        assertThat(rendered.text()).contains("clients-file: /etc/image-gateway/clients.yaml");
        assertThat(variable(rendered, "SPRING_CONFIG_IMPORT")).isEqualTo("configtree:/run/secrets/redis/");
        assertThat(Rendered.named("redis", rendered.pod().path("volumes"))
                        .at("/secret/items/0/path")
                        .asString())
                .isEqualTo("gateway.rate-limit.redis.password");

        try (var gateway = new SpringApplicationBuilder(ImageGatewayApplication.class)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.config.additional-location=file:" + folder + "/",
                        "--gateway.ledger.directory=" + folder.resolve("ledger"),
                        "--gateway.clients-file=" + folder.resolve("clients.yaml"),
                        "--AIML_API_KEY_FILE=" + key)) {
            var settings = gateway.getEnvironment();
            assertThat(settings.getProperty("gateway.upstream.base-url")).isEqualTo("http://upstream.example");
            assertThat(settings.getProperty("gateway.upstream.attempt-timeout")).isEqualTo("7s");
            assertThat(settings.getProperty("gateway.generation.max-request-size"))
                    .isEqualTo("5MB");
            assertThat(settings.getProperty("gateway.rate-limit.store")).isEqualTo("redis");
            assertThat(settings.getProperty("gateway.rate-limit.redis.url")).isEqualTo("redis://127.0.0.1:1");
            assertThat(settings.getProperty("gateway.rate-limit.replicas")).isEqualTo("1");
            var port = settings.getRequiredProperty("local.server.port");
            assertThat(status(port, CLIENT_KEY)).isEqualTo(400);
            assertThat(status(port, "somebody's")).isEqualTo(401);
            assertThat(HelmTestPod.run(HelmTestPod.in(chart, Chart.SMALLEST), Integer.parseInt(port), 0))
                    .contains("refuses callers without a key");
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

    @Test
    void changedClientsMakeNoNewPods() {
        var before = Chart.render(Chart.SMALLEST);
        var after = Chart.render(Chart.SMALLEST.replace("team-a", "team-b"));

        assertThat(after.controller()).isEqualTo(before.controller());
        assertThat(after.only("ConfigMap").at("/data/clients.yaml").asString()).contains("team-b");
        assertThat(Chart.render(Chart.SMALLEST + "config: {gateway: {budget: {zone: Europe/Berlin}}}")
                        .controller())
                .isNotEqualTo(before.controller());
    }

    @Test
    void podsThatShareLimitsKnowHowManyTheyMayBe() {
        var several = Chart.SMALLEST + Chart.POSTGRES + "rateLimit: {redis: {url: \"redis://valkey:6379\"}}\n";

        assertThat(Chart.render(several + "replicaCount: 3\n").text()).contains("replicas: 3\n");
        assertThat(Chart.render(several + "autoscaling: {enabled: true, maxReplicas: 7}\n")
                        .only("ConfigMap")
                        .at("/data/application.yaml")
                        .asString())
                .contains("replicas: 7", "store: redis");
    }
}
