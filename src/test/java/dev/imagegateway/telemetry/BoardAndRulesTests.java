package dev.imagegateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.container.Chart;
import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The board and the rules in {@code observability} name only what the gateway measures. {@code promtool} tests the rules
 * themselves in CI.
 */
class BoardAndRulesTests {

    private static final Path RUNBOOKS = Path.of("docs/runbooks");

    private static final JsonNode BOARD = read(Path.of("observability/dashboards/image-gateway.json"));

    private static final List<JsonNode> RULES = list(Chart.document(Path.of("observability/rules.yaml"))
                    .path("groups"))
            .flatMap(group -> list(group.path("rules")))
            .toList();

    private static final List<JsonNode> ALERTS =
            RULES.stream().filter(rule -> rule.has("alert")).toList();

    private static final List<JsonNode> PANELS = list(BOARD.path("panels"))
            .filter(panel -> !panel.path("type").asString().equals("row"))
            .toList();

    /** Written by Prometheus itself. */
    private static final Set<String> PROMETHEUS = Set.of("up", "ALERTS");

    private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+$");

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    @Test
    void everyMetricLabelAndValueIsScrapedOrDocumented() throws IOException {
        var samples = scraped();
        var documented = documented();
        var recorded =
                RULES.stream().map(rule -> rule.path("record").asString("")).collect(Collectors.toSet());
        var faults = new HashSet<String>();
        for (var expression : expressions().toList()) {
            var names = PromQl.parse(expression);
            assertThat(names.metrics()).as(expression).isNotEmpty();
            var groups = new HashSet<>(TARGET_LABELS);
            for (var metric : names.metrics()) {
                if (samples.containsKey(metric)) {
                    groups.addAll(samples.get(metric).keySet());
                } else if (documented.containsKey(metric)) {
                    groups.addAll(codes(documented.get(metric)));
                } else if (!recorded.contains(metric) && !PROMETHEUS.contains(metric)) {
                    faults.add("no metric " + metric);
                }
            }
            names.grouping().stream()
                    .filter(label -> !groups.contains(label))
                    .forEach(label -> faults.add("no label " + label + " in " + expression));
            for (var match : names.matchers()) {
                var known = samples.getOrDefault(match.metric(), Map.of()).getOrDefault(match.label(), Set.of());
                var inDocument = codes(documented.getOrDefault(base(match.metric()), ""));
                if (!PROMETHEUS.contains(match.metric())
                        && !TARGET_LABELS.contains(match.label())
                        && !known.contains(match.value())
                        && !(match.value().isEmpty() && !known.isEmpty())
                        && !(inDocument.contains(match.label())
                                && (match.value().isEmpty() || inDocument.contains(match.value())))) {
                    faults.add("no such value: " + match);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyAlertHasARunbook() throws IOException {
        var books = ALERTS.stream()
                .map(alert -> {
                    var url = alert.at("/annotations/runbook_url").asString();
                    assertThat(url).startsWith("https://image-gateway.example/docs/runbooks/");
                    return url.substring(url.lastIndexOf('/') + 1);
                })
                .collect(Collectors.toSet());

        try (var files = Files.list(RUNBOOKS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsAll(books)
                    .allMatch(name -> books.contains(name) || name.equals("README.md"));
        }
        for (var alert : ALERTS) {
            var name = alert.path("alert").asString();
            var url = alert.at("/annotations/runbook_url").asString();
            assertThat(RUNBOOKS.resolve(url.substring(url.lastIndexOf('/') + 1)))
                    .content()
                    .contains("`" + name + "`", "## Meaning", "## What callers notice", "## Look at", "## Do");
            assertThat(RUNBOOKS.resolve("README.md")).content().contains("`" + name + "`");
        }
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatIsTheMatter() {
        assertThat(ALERTS).hasSizeGreaterThan(20).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asString()).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asString()).isNotBlank();
            assertThat(alert.at("/annotations/description").asString()).endsWith(".");
        });
        assertThat(ALERTS).extracting(alert -> alert.path("alert").asString()).doesNotHaveDuplicates();
    }

    @Test
    void everyPanelHasASentenceAndFollowsTheVariables() {
        assertThat(BOARD.at("/templating/list").findValuesAsString("name"))
                .contains("datasource", "instance", "client");
        assertThat(PANELS).hasSizeGreaterThan(40).allSatisfy(panel -> {
            assertThat(panel.path("description").asString()).endsWith(".");
            assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
            assertThat(list(panel.path("targets")))
                    .isNotEmpty()
                    .allMatch(target -> target.path("expr").asString().contains("instance=~\"$instance\""));
        });
        assertThat(PANELS).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(PANELS).extracting(panel -> panel.path("title").asString()).doesNotHaveDuplicates();
    }

    private static Stream<String> expressions() {
        return Stream.of(
                        RULES.stream().map(rule -> rule.path("expr").asString()),
                        PANELS.stream()
                                .flatMap(panel -> list(panel.path("targets"))
                                        .map(target -> target.path("expr").asString())),
                        list(BOARD.at("/templating/list"))
                                .map(variable -> variable.path("definition").asString(""))
                                .filter(query -> !query.isEmpty()),
                        list(BOARD.at("/annotations/list"))
                                .map(query -> query.path("expr").asString()))
                .flatMap(some -> some);
    }

    /** Of a gateway that made an image, by name of the metric: the values of each label. */
    private static Map<String, Map<String, Set<String>>> scraped() {
        try (var office = GatewayWithClients.open(GatewayWithClients.Store.sqlite())) {
            office.generate(TestKeys.CLIENT, "board");
            await().until(() -> page(office).contains("image_gateway_budget_credits{")
                    && page(office).contains("http_server_requests_seconds_bucket{"));
            var samples = new HashMap<String, Map<String, Set<String>>>();
            SAMPLE.matcher(page(office)).results().forEach(sample -> {
                var labels = samples.computeIfAbsent(sample.group(1), _ -> new HashMap<>());
                if (sample.group(2) != null) {
                    LABEL.matcher(sample.group(2))
                            .results()
                            .forEach(label -> labels.computeIfAbsent(label.group(1), _ -> new HashSet<>())
                                    .add(label.group(2)));
                }
            });
            return samples;
        }
    }

    private static String page(GatewayWithClients office) {
        return office.gateway().actuator("/prometheus").text();
    }

    /** The rows of docs/metrics.md by the metrics in their first column. */
    private static Map<String, String> documented() throws IOException {
        var rows = new HashMap<String, String>();
        Files.readString(Path.of("docs/metrics.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> codes(line.substring(0, line.indexOf('|', 1))).forEach(name -> rows.put(name, line)));
        return rows;
    }

    private static Set<String> codes(String line) {
        return Pattern.compile("`([^`]+)`")
                .matcher(line)
                .results()
                .map(code -> code.group(1))
                .collect(Collectors.toSet());
    }

    /** The name of a timer without that of its sample. */
    private static String base(String metric) {
        return metric.replaceFirst("_(bucket|count|sum|max)$", "");
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode read(Path file) {
        return JsonMapper.builder().build().readTree(file.toFile());
    }
}
