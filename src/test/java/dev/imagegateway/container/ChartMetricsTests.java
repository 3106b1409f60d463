package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Prometheus operator and Grafana's sidecar find. */
class ChartMetricsTests {

    @Test
    void serviceMonitorFindsTheManagementServiceOnly() {
        var rendered = Chart.render(Chart.SMALLEST + "metrics: {serviceMonitor: {enabled: true, interval: 15s}}");

        rendered.documents().forEach(KubernetesModels::check);
        var wanted = rendered.only("ServiceMonitor").at("/spec/selector/matchLabels");
        var found = rendered.documents().stream()
                .filter(object -> object.path("kind").asString().equals("Service"))
                .filter(service -> service.at("/metadata/labels").properties().containsAll(wanted.properties()))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().at("/metadata/name").asString()).isEqualTo("release-image-gateway-management");
        var endpoint = rendered.only("ServiceMonitor").at("/spec/endpoints/0");
        assertThat(endpoint.path("port")).isEqualTo(found.getFirst().at("/spec/ports/0/name"));
        assertThat(endpoint.path("path").asString()).isEqualTo("/actuator/prometheus");
        assertThat(endpoint.path("interval").asString()).isEqualTo("15s");
    }

    @Test
    void monitorSpeaksTheManagementPortsProtocol() {
        var rendered = Chart.render(Chart.SMALLEST + """
                config: {server: {ssl: {bundle: server}}}
                metrics: {podMonitor: {enabled: true, tlsConfig: {insecureSkipVerify: true}}}
                """);

        var endpoint = rendered.only("PodMonitor").at("/spec/podMetricsEndpoints/0");
        assertThat(endpoint.path("scheme").asString()).isEqualTo("https");
        assertThat(endpoint.at("/tlsConfig/insecureSkipVerify").asBoolean()).isTrue();
        assertThat(rendered.kinds()).containsOnlyOnce("Service");
    }

    @ParameterizedTest
    @CsvSource({
        "ServiceMonitor, serviceMonitor, /spec/endpoints/0",
        "PodMonitor, podMonitor, /spec/podMetricsEndpoints/0"
    })
    void jobIsTheInstallation(String kind, String value, String endpoint) {
        var monitor = Chart.render(
                        Chart.SMALLEST + "metrics: {" + value
                                + ": {enabled: true, namespace: monitoring, relabelings: [{targetLabel: team, replacement: a}]}}")
                .only(kind);

        KubernetesModels.check(monitor);
        var relabelings = monitor.at(endpoint).path("relabelings");
        assertThat(relabelings.at("/0/targetLabel").asString()).isEqualTo("job");
        assertThat(relabelings.at("/0/replacement").asString()).isEqualTo("images/release-image-gateway");
        assertThat(relabelings.at("/1/targetLabel").asString()).isEqualTo("team");
    }

    @Test
    void rulesAndDashboardsAreTheChartsFiles(@TempDir Path folder) throws IOException {
        Chart.copy(folder);
        deleteRulesAndDashboards(folder);
        write(folder.resolve("files/rules/a.yaml"), """
                groups:
                  - name: availability
                    rules:
                      - alert: Down
                        expr: up == 0
                        annotations: {summary: "{{ $labels.instance }} is down"}
                """);
        var dashboard = "{\"title\": \"Gateway\", \"legend\": \"{{client}}\"}";
        write(folder.resolve("files/dashboards/gateway.json"), dashboard);

        var rendered = Chart.render(folder, Chart.SMALLEST + """
                metrics:
                  prometheusRule:
                    enabled: true
                    labels: {release: prometheus}
                    additionalGroups: [{name: own, rules: [{record: a, expr: b}]}]
                  dashboards: {enabled: true, namespace: grafana, annotations: {folder: Images}}
                """);

        rendered.documents().forEach(KubernetesModels::check);
        var groups = rendered.only("PrometheusRule").at("/spec/groups");
        assertThat(groups.at("/1/name").asString()).isEqualTo("own");
        assertThat(groups.at("/0/rules/0/annotations/summary").asString()).isEqualTo("{{ $labels.instance }} is down");
        var board = rendered.documents().stream()
                .filter(object -> object.at("/metadata/namespace").asString("").equals("grafana"))
                .findFirst()
                .orElseThrow();
        assertThat(board.at("/metadata/name").asString()).isEqualTo("release-image-gateway-dashboard-gateway");
        assertThat(board.at("/metadata/labels/grafana_dashboard").asString()).isEqualTo("1");
        assertThat(board.at("/data/gateway.json").asString().strip()).isEqualTo(dashboard);
    }

    private static void deleteRulesAndDashboards(Path folder) throws IOException {
        for (var part : new String[] {"files/rules", "files/dashboards"}) {
            if (Files.exists(folder.resolve(part))) {
                try (var files = Files.list(folder.resolve(part))) {
                    for (var file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{serviceMonitor: {enabled: true}, podMonitor: {enabled: true}} | scraped twice",
                "{serviceMonitor: {interval: 30}}                               | /metrics/serviceMonitor/interval",
                "{prometheusRule: {additionalGroups: [{name: a}]}}              | additionalGroups/0",
            })
    void monitorsThatCannotWorkAreRefused(String metrics, String says) {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + "metrics: " + metrics))
                .hasMessageContaining(says);
    }

    @Test
    void rulesAndDashboardsThatAreNotThereAreRefused(@TempDir Path folder) throws IOException {
        Chart.copy(folder);
        deleteRulesAndDashboards(folder);

        assertThatThrownBy(() -> Chart.render(folder, Chart.SMALLEST + "metrics: {prometheusRule: {enabled: true}}"))
                .hasMessageContaining("set metrics.prometheusRule.additionalGroups");
        assertThatThrownBy(() -> Chart.render(folder, Chart.SMALLEST + "metrics: {dashboards: {enabled: true}}"))
                .hasMessageContaining("set metrics.dashboards.enabled to false");
    }

    /** Prometheus and Grafana of the compose file read the originals; Helm reads only what is in the chart's folder. */
    @ParameterizedTest
    @CsvSource({
        "observability/rules.yaml,                     files/rules/image-gateway.yaml",
        "observability/dashboards/image-gateway.json,  files/dashboards/image-gateway.json",
    })
    void chartHasACopyOfEachRuleAndBoard(Path original, String copy) {
        assertThat(Chart.FOLDER.resolve(copy)).as("cp " + original + " there").hasSameTextualContentAs(original);
    }

    @Test
    void alertsLinkToWhereTheRunbooksAre() {
        var rule = Chart.render(Chart.SMALLEST
                        + "metrics: {prometheusRule: {enabled: true, runbooks: 'https://wiki.example/books/'}}")
                .only("PrometheusRule");

        assertThat(rule.at("/spec/groups").findValuesAsString("runbook_url"))
                .hasSizeGreaterThan(20)
                .allMatch(url -> url.matches("https://wiki\\.example/books/[a-z-]+\\.md"));
    }

    @Test
    void misspeltFieldOfAMonitorFailsTheCheck() {
        var monitor = Chart.render(
                        Chart.SMALLEST + "metrics: {podMonitor: {enabled: true, relabelings: [{sourceLabel: pod}]}}")
                .only("PodMonitor");

        assertThatThrownBy(() -> KubernetesModels.check(monitor)).hasMessageContaining("sourceLabel");
    }
}
