package dev.imagegateway.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus with the {@link ScaledRules}, which scrapes one gateway. Its program is {@code -Dprometheus=…}, otherwise the
 * one on the path.
 */
final class Prometheus implements AutoCloseable {

    /** The shortest range of the rules, 5 minutes, has three samples. A scrape has as long, on a busy machine, too. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final int port;
    private final Process process;
    private final Thread atExit = new Thread(this::end);

    private Prometheus(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts one that scrapes this management port, whether or not somebody listens there already. */
    static Prometheus start(int target) {
        try {
            var folder = Files.createTempDirectory("prometheus");
            Files.writeString(folder.resolve("rules.yaml"), ScaledRules.text());
            Files.writeString(folder.resolve("prometheus.yml"), """
                    global: {scrape_interval: %1$sms, scrape_timeout: %1$sms, evaluation_interval: %1$sms}
                    rule_files: [rules.yaml]
                    scrape_configs:
                      - job_name: image-gateway
                        metrics_path: /actuator/prometheus
                        static_configs: [{targets: ["127.0.0.1:%2$s"]}]
                    """.formatted(INTERVAL.toMillis(), target));
            int port = FreePorts.next();
            var process = new ProcessBuilder(
                            System.getProperty("prometheus", "prometheus"),
                            "--config.file=" + folder.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--log.level=warn")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            var prometheus = new Prometheus(folder, port, process);
            prometheus.awaitReady();
            return prometheus;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        await().pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .failFast("it ended: " + folder, () -> !process.isAlive())
                .until(() -> get("/-/ready").contains("Ready"));
    }

    int port() {
        return port;
    }

    /** The alerts that fire now. */
    Set<String> firing() {
        return StreamSupport.stream(data(get("/api/v1/alerts")).path("alerts").spliterator(), false)
                .filter(alert -> alert.path("state").asString().equals("firing"))
                .map(alert -> alert.at("/labels/alertname").asString())
                .collect(Collectors.toSet());
    }

    /**
     * Whether these alerts neither fire nor are pending, although the gateway was scraped for a while: a missing scrape proves
     * nothing.
     */
    boolean isQuiet(List<String> alerts) {
        return !instant("min_over_time(up[%sms]) == 1 unless on () ALERTS{alertname=~\"%s\"}"
                        .formatted(INTERVAL.multipliedBy(6).toMillis(), String.join("|", alerts)))
                .isEmpty();
    }

    /** The answer to an instant query. Fails if Prometheus refuses the expression. */
    List<JsonNode> instant(String expression) {
        return list(data(get("/api/v1/query?query=" + encoded(expression))).path("result"));
    }

    /** The answer to a query over the last part of the time. */
    List<JsonNode> range(String expression, Duration last) {
        var now = Instant.now();
        return list(data(get("/api/v1/query_range?query=" + encoded(expression) + "&start=" + seconds(now.minus(last))
                        + "&end=" + seconds(now) + "&step=0.5"))
                .path("result"));
    }

    /** The values of a label, of the series that a selector matches. */
    List<String> labelValues(String selector, String label) {
        return list(data(
                        get("/api/v1/label/" + label + "/values?match[]=".replace("[]", "%5B%5D") + encoded(selector))))
                .stream()
                .map(JsonNode::asString)
                .toList();
    }

    private static String encoded(String expression) {
        return URLEncoder.encode(expression, UTF_8);
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static JsonNode data(String answer) {
        var json = JSON.readTree(answer);
        if (!json.path("status").asString().equals("success")) {
            throw new AssertionError(answer);
        }
        return json.path("data");
    }

    private String get(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
        http.close();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        process.destroyForcibly().onExit().join();
    }
}
