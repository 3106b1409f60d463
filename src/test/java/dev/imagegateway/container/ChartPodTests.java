package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.container.Chart.Rendered;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may change of the pods, and what follows from other values. */
class ChartPodTests {

    private static final String SEVERAL = Chart.SMALLEST + Chart.POSTGRES + "replicaCount: 3\n";

    @Test
    void keysAreInTheRingInTheirOrder() {
        var rendered = Chart.render(Chart.CLIENT + """
                upstream:
                  existingSecret: aiml
                  existingSecretKey: current
                  additionalKeys:
                    - {existingSecretKey: replaced}
                    - {existingSecret: second}
                """);

        assertThat(Rendered.named("AIML_API_KEY_FILE", rendered.container().path("env"))
                        .path("value")
                        .asString())
                .isEqualTo("/run/secrets/aiml/api-key,/run/secrets/aiml/api-key-2,/run/secrets/aiml/api-key-3");
        var sources = Rendered.named("key", rendered.pod().path("volumes")).at("/projected/sources");
        assertThat(sources.at("/0/secret/items/0/key").asString()).isEqualTo("current");
        assertThat(sources.at("/1/secret/name").asString()).isEqualTo("aiml");
        assertThat(sources.at("/1/secret/items/0/key").asString()).isEqualTo("replaced");
        assertThat(sources.at("/1/secret/items/0/path").asString()).isEqualTo("api-key-2");
        assertThat(sources.at("/2/secret/name").asString()).isEqualTo("second");
        assertThat(sources.at("/2/secret/items/0/key").asString()).isEqualTo("api-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "existingSecret: a, additionalKeys: [{existingSecretKey: api-key}] | one key twice: entry api-key of Secret a",
                "apiKey: a, additionalKeys: [{existingSecretKey: b}]               | additionalKeys[0] has no Secret",
                "existingSecret: a, additionalKeys: [{key: b}]                     | /upstream/additionalKeys/0",
            })
    void keyThatCannotBeInTheRingIsRefused(String upstream, String says) {
        assertThatThrownBy(() -> Chart.render(Chart.CLIENT + "upstream: {" + upstream + "}"))
                .hasMessageContaining(says);
    }

    @Test
    void tokenOfTheServiceAccountIsMountedOnRequest() {
        var rendered = Chart.render(Chart.SMALLEST + "serviceAccount: {automountServiceAccountToken: true}");

        assertThat(rendered.pod().path("automountServiceAccountToken").asBoolean())
                .isTrue();
        assertThat(rendered.only("ServiceAccount")
                        .path("automountServiceAccountToken")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'', ecs", "'logging: {format: \"\"}', ''", "'logging: {format: gelf}', gelf"})
    void logsAreJsonUnlessTextIsAskedFor(String values, String format) {
        assertThat(Chart.render(Chart.SMALLEST + values).container().path("env").valueStream())
                .filteredOn(variable -> variable.path("name").asString().equals("LOGGING_STRUCTURED_FORMAT_CONSOLE"))
                .singleElement()
                .satisfies(variable ->
                        assertThat(variable.path("value").asString()).isEqualTo(format));
    }

    @Test
    void userIdsCanBeLeftToTheCluster() {
        var context = Chart.render(
                        Chart.SMALLEST + "podSecurityContext: {runAsUser: null, runAsGroup: null, fsGroup: null}")
                .pod()
                .path("securityContext");

        assertThat(context.propertyNames())
                .containsExactlyInAnyOrder("runAsNonRoot", "seccompProfile", "fsGroupChangePolicy");
    }

    @Test
    void oneFieldOfAProbeCanBeChangedAlone() {
        var container = Chart.render(
                        Chart.SMALLEST + "livenessProbe: {failureThreshold: 30}\nstartupProbe: {httpGet: {host: a}}")
                .container();

        assertThat(container.at("/livenessProbe/failureThreshold").asInt()).isEqualTo(30);
        assertThat(container.at("/livenessProbe/httpGet/port").asString()).isEqualTo("management");
        assertThat(container.at("/startupProbe/httpGet/host").asString()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{gateway: {}}                                                        | HTTP  | http",
                "{server: {ssl: {bundle: b}}}                                         | HTTPS | https",
                "{server.ssl.bundle: b}                                               | HTTPS | https",
                "{server: {ssl: {bundle: b, enabled: false}}}                         | HTTP  | http",
                "{server: {ssl: {bundle: b}}, management: {server: {ssl: {enabled: false}}}} | HTTP | https",
                "{management: {server: {ssl: {bundle: b}}}}                           | HTTPS | http",
            })
    void probesAndServicesFollowTls(String config, String probe, String service) {
        var rendered = Chart.render(Chart.SMALLEST + "config: " + config);

        for (var name : new String[] {"startupProbe", "livenessProbe", "readinessProbe"}) {
            assertThat(rendered.container().at("/" + name + "/httpGet/scheme").asString("HTTP"))
                    .isEqualTo(probe);
        }
        assertThat(rendered.only("Service").at("/spec/ports/0/appProtocol").asString())
                .isEqualTo(service);
    }

    @Test
    void severalPodsAreSpreadAndNotDisruptedTogether() {
        var rendered = Chart.render(SEVERAL);

        assertThat(rendered.only("PodDisruptionBudget")
                        .at("/spec/maxUnavailable")
                        .asInt())
                .isOne();
        var spread = rendered.pod().path("topologySpreadConstraints");
        assertThat(spread.size()).isEqualTo(2);
        assertThat(spread.at("/0/topologyKey").asString()).isEqualTo("topology.kubernetes.io/zone");
        assertThat(spread.at("/1/topologyKey").asString()).isEqualTo("kubernetes.io/hostname");
        for (var constraint : spread) {
            assertThat(constraint.path("whenUnsatisfiable").asString()).isEqualTo("ScheduleAnyway");
            assertThat(constraint.at("/labelSelector/matchLabels"))
                    .isEqualTo(rendered.controller().at("/spec/selector/matchLabels"));
        }
        assertThat(Chart.render(SEVERAL + "podDisruptionBudget: {enabled: false}")
                        .kinds())
                .doesNotContain("PodDisruptionBudget");
        assertThat(Chart.render(Chart.SMALLEST).pod().has("topologySpreadConstraints"))
                .isFalse();
    }

    @Test
    void constraintWithoutASelectorGetsThatOfThePods() {
        var spread = Chart.render(SEVERAL + """
                        topologySpreadConstraints:
                          - {maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule}
                          - {maxSkew: 1, topologyKey: row, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}}
                        """).pod().path("topologySpreadConstraints");

        assertThat(spread.at("/0/labelSelector/matchLabels/app.kubernetes.io~1instance")
                        .asString())
                .isEqualTo("release");
        assertThat(spread.at("/1/labelSelector/matchLabels").size()).isOne();
    }

    @Test
    void noLabelCanTakeThePodsFromTheirSelectors() {
        var rendered = Chart.render(Chart.SMALLEST + """
                commonLabels: {team: images, app.kubernetes.io/name: other}
                podLabels: {app.kubernetes.io/instance: other, tier: x}
                """);

        var labels = rendered.controller().at("/spec/template/metadata/labels");
        assertThat(labels.path("app.kubernetes.io/name").asString()).isEqualTo("image-gateway");
        assertThat(labels.path("app.kubernetes.io/instance").asString()).isEqualTo("release");
        assertThat(labels.path("tier").asString()).isEqualTo("x");
        assertThat(rendered.documents())
                .allMatch(object ->
                        object.at("/metadata/labels/team").asString("").equals("images"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway: {}                                              | 165",
                "spring: {lifecycle: {timeout-per-shutdown-phase: 5m}}     | 325",
                "spring: {lifecycle: {timeoutPerShutdownPhase: 2m30s}}     | 175",
                "spring.lifecycle.timeout-per-shutdown-phase: PT200S       | 225",
            })
    void graceFollowsTheTimeThatAStopMayTake(String config, int seconds) {
        assertThat(Chart.render(Chart.SMALLEST + "config: {" + config + "}")
                        .pod()
                        .path("terminationGracePeriodSeconds")
                        .asInt())
                .isEqualTo(seconds);
    }

    /** Helm hands a subchart global and the condition's value, and the chart must ignore both. */
    @Test
    void chartCanBePartOfAnotherWithACondition(@TempDir Path parent) throws Exception {
        Files.writeString(parent.resolve("Chart.yaml"), """
                apiVersion: v2
                name: shop
                version: 1.0.0
                dependencies:
                  - {name: image-gateway, version: 0.1.0, condition: image-gateway.enabled}
                """);
        Chart.copy(Files.createDirectories(parent.resolve("charts/image-gateway")));
        var values = """
                global: {region: eu, imageRegistry: registry.example}
                image-gateway:
                  enabled: %s
                """;

        var on = Chart.render(parent, values.formatted(true) + Chart.SMALLEST.indent(2));

        on.documents().forEach(KubernetesModels::check);
        assertThat(on.container().path("image").asString()).startsWith("registry.example/image-gateway:");
        assertThat(Chart.render(parent, values.formatted(false) + Chart.SMALLEST.indent(2))
                        .documents())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config: {server: {port: 9090}}                       | set service.port",
                "config: {server.port: 9090}                          | set service.port",
                "extraEnv: [{name: SERVER_PORT, value: '9090'}]       | set service.port",
                "config: {management: {server: {port: 9091}}}         | set management.service.port",
                "config: {management: {server: {address: 127.0.0.1}}} | instead of config.management.server.address",
                "config: {management: {endpoints: {web: {basePath: /x}}}} | instead of config.management.endpoints.web",
                "config: {server: {ssl: {bundle: b, client-auth: NEED}}}  | set config.management.server.ssl.enabled",
                "extraEnv: [{name: SERVER_SSL_BUNDLE, value: b}]      | set config.server.ssl instead of SERVER_SSL_",
                "extraEnv: [{name: AIML_API_KEY_FILE, value: /a}]     | instead of AIML_API_KEY_FILE in extraEnv",
                "extraEnv: [{name: SPRING_CONFIG_IMPORT, value: /a}]  | set config.spring.config.import instead of",
                "extraEnv: [{name: GATEWAY_CLIENTS_0_ID, value: a}]   | set clients instead of GATEWAY_CLIENTS_0_ID",
                "extraVolumes: [{name: config, emptyDir: {}}]         | extraVolumes has the name config",
                "extraVolumeMounts: [{name: ca, mountPath: /a}]       | mounts ca, which is not in extraVolumes",
                "updateStrategy: {type: Recreate}                     | type Recreate is for Deployments",
                "extraEnvFrom: [{secret: a}]                          | /extraEnvFrom/0",
                "livenessProbe: {periodSecond: 1}                     | /livenessProbe",
            })
    void podThatCannotWorkIsRefused(String values, String says) {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + values)).hasMessageContaining(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "autoscaling: {enabled: true, minReplicas: 9} | minReplicas (9) is above autoscaling.maxReplicas (5)",
                "autoscaling: {enabled: true, targetCPUUtilizationPercentage: null} | nothing to go by",
                "autoscaling: {enabled: true} ; resources: {requests: {cpu: null}} | resources.requests.cpu, which is",
                "updateStrategy: {type: OnDelete}             | OnDelete is for StatefulSets",
            })
    void deploymentThatCannotWorkIsRefused(String values, String says) {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + Chart.POSTGRES + values.replace(" ; ", "\n")))
                .hasMessageContaining(says);
    }
}
