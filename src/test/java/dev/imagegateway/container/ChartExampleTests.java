package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.container.Chart.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Each documented set-up can be installed: Kubernetes knows every field, and the objects fit each other. */
class ChartExampleTests {

    static final Path EXAMPLES = Path.of("helm", "examples");

    /** Set-ups that are no examples, because each is only a variation. */
    private static final List<String> VARIATIONS = List.of(
            "updateStrategy: {type: OnDelete}",
            "updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}",
            Chart.POSTGRES + "updateStrategy: {rollingUpdate: {maxSurge: 2, maxUnavailable: 1}}",
            Chart.POSTGRES + "replicaCount: 4\npodDisruptionBudget: {minAvailable: 3}",
            Chart.POSTGRES + "replicaCount: 0\npodDisruptionBudget: {enabled: true, minAvailable: 50%}",
            "livenessProbe: null\nstartupProbe: {initialDelaySeconds: 10}",
            "readinessProbe: {httpGet: null, tcpSocket: {port: http}}",
            "securityContext: null\npodSecurityContext: null\nresources: null",
            "service: {type: NodePort, nodePort: 30080}",
            "hostAliases: [{ip: 10.0.0.1, hostnames: [db.example]}]\ndnsConfig: {options: [{name: ndots, value: '1'}]}",
            "extraObjects: [\"apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: '{{ .Release.Name }}-x'}\"]",
            "config: {server.ssl.bundle: server}\nmetrics: {podMonitor: {enabled: true, tlsConfig: "
                    + "{insecureSkipVerify: true}, authorization: {credentials: {name: scraper, key: key}}}}",
            "runtimeClassName: gvisor\ntemporaryVolume: {sizeLimit: 4Gi}\ncommonAnnotations: {owner: images}");

    static Stream<Arguments> sets() throws IOException {
        var sets = new ArrayList<Arguments>();
        try (var files = Files.list(EXAMPLES)) {
            for (var file : files.sorted().toList()) {
                sets.add(Arguments.of(file.getFileName().toString(), Files.readString(file)));
            }
        }
        VARIATIONS.forEach(variation -> sets.add(Arguments.of(variation, Chart.SMALLEST + variation)));
        assertThat(sets).hasSizeGreaterThan(20);
        return sets.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sets")
    void setUpCanBeInstalled(String name, String values) {
        var rendered = Chart.render(values);

        rendered.documents().forEach(KubernetesModels::check);
        assertThat(rendered.documents().stream()
                        .map(object -> object.path("kind").asString() + " " + object.at("/metadata/name"))
                        .toList())
                .doesNotHaveDuplicates();
        mountsHaveVolumes(rendered.pod());
        selectorsMatchThePods(rendered);
        everyNameIsThere(rendered);
        assertThat(texts(rendered.container().path("env"), "name")).doesNotHaveDuplicates();
    }

    private static void mountsHaveVolumes(JsonNode pod) {
        var volumes = texts(pod.path("volumes"), "name");
        assertThat(volumes).doesNotHaveDuplicates();
        var mounts = pod.at("/containers/0/volumeMounts");
        assertThat(texts(mounts, "mountPath")).doesNotHaveDuplicates();
        assertThat(Set.copyOf(texts(mounts, "name"))).isEqualTo(Set.copyOf(volumes));
    }

    private static void selectorsMatchThePods(Rendered rendered) {
        var labels = rendered.controller().at("/spec/template/metadata/labels").properties();
        for (var object : rendered.documents()) {
            var selector = switch (object.path("kind").asString()) {
                case "Service" -> object.at("/spec/selector");
                case "NetworkPolicy" -> object.at("/spec/podSelector/matchLabels");
                case "Deployment", "StatefulSet", "PodDisruptionBudget", "PodMonitor" ->
                    object.at("/spec/selector/matchLabels");
                default -> object.path("none");
            };
            if (!selector.isMissingNode()) {
                assertThat(selector.properties())
                        .as("%s", object.path("kind"))
                        .isNotEmpty()
                        .isSubsetOf(labels);
            }
        }
    }

    /** What one object calls another by. */
    private static void everyNameIsThere(Rendered rendered) {
        var services = rendered.documents().stream()
                .filter(object -> object.path("kind").asString().equals("Service"))
                .map(object -> object.at("/metadata/name").asString())
                .collect(Collectors.toSet());
        var ports = texts(rendered.container().path("ports"), "name");
        for (var object : rendered.documents()) {
            switch (object.path("kind").asString()) {
                case "Service" -> assertThat(ports).containsAll(texts(object.at("/spec/ports"), "targetPort"));
                case "HorizontalPodAutoscaler" ->
                    assertThat(object.at("/spec/scaleTargetRef/name"))
                            .isEqualTo(rendered.controller().at("/metadata/name"));
                case "Ingress" ->
                    assertThat(services)
                            .contains(object.at("/spec/rules/0/http/paths/0/backend/service/name")
                                    .asString());
                case "HTTPRoute" ->
                    assertThat(services)
                            .contains(object.at("/spec/rules/0/backendRefs/0/name")
                                    .asString());
                case "PodMonitor" ->
                    assertThat(ports).containsAll(texts(object.at("/spec/podMetricsEndpoints"), "port"));
                default -> {}
            }
        }
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(element -> element.path(field).asString())
                .toList();
    }
}
