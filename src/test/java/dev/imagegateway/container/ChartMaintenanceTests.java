package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.container.Chart.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The Job that checks, backs up, restores and moves the ledger. */
class ChartMaintenanceTests {

    private static final String CHECK = Chart.SMALLEST + "maintenance: {args: [check-ledger]}\n";

    private static JsonNode pod(Rendered rendered) {
        return rendered.only("Job").at("/spec/template/spec");
    }

    @Test
    void jobIsThePodOfTheGatewayWithAnotherCommand() {
        var rendered = Chart.render(CHECK + """
                podLabels: {team: images}
                nodeSelector: {disk: fast}
                imagePullSecrets: [{name: registry}]
                extraEnv: [{name: JAVA_TOOL_OPTIONS, value: -Dx=y}]
                """);

        rendered.documents().forEach(KubernetesModels::check);
        var job = pod(rendered);
        assertThat(job.path("restartPolicy").asString()).isEqualTo("Never");
        for (var same : new String[] {
            "serviceAccountName",
            "automountServiceAccountToken",
            "enableServiceLinks",
            "securityContext",
            "imagePullSecrets",
            "nodeSelector",
            "volumes"
        }) {
            assertThat(job.path(same)).as(same).isEqualTo(rendered.pod().path(same));
        }
        var container = job.at("/containers/0");
        assertThat(container.at("/args/0").asString()).isEqualTo("check-ledger");
        for (var same :
                new String[] {"image", "imagePullPolicy", "env", "resources", "securityContext", "volumeMounts"}) {
            assertThat(container.path(same))
                    .as(same)
                    .isEqualTo(rendered.container().path(same));
        }
        for (var none :
                new String[] {"command", "ports", "startupProbe", "livenessProbe", "readinessProbe", "lifecycle"}) {
            assertThat(container.has(none)).as(none).isFalse();
        }
    }

    @Test
    void nothingTakesItForTheGateway() {
        var rendered = Chart.render(CHECK + "networkPolicy: {enabled: true}\nsidecars: [{name: a, image: b}]\n");

        var labels = rendered.only("Job").at("/spec/template/metadata/labels").properties();
        assertThat(labels.containsAll(
                        rendered.only("Service").at("/spec/selector").properties()))
                .isFalse();
        assertThat(labels.containsAll(rendered.only("NetworkPolicy")
                        .at("/spec/podSelector/matchLabels")
                        .properties()))
                .isFalse();
        assertThat(pod(rendered).path("containers").size())
                .as("a sidecar would keep it from ending")
                .isOne();
        assertThat(Chart.render(Chart.SMALLEST).kinds()).doesNotContain("Job");
    }

    @Test
    void besideTheGatewayItRunsOnTheNodeOfTheVolume() {
        var rendered = Chart.render(CHECK);

        var term = pod(rendered).at("/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/0");
        assertThat(term.path("topologyKey").asString()).isEqualTo("kubernetes.io/hostname");
        assertThat(rendered.controller()
                        .at("/spec/template/metadata/labels")
                        .properties()
                        .containsAll(term.at("/labelSelector/matchLabels").properties()))
                .isTrue();
        // without a pod of the gateway, it could run nowhere
        assertThat(pod(Chart.render(Chart.SMALLEST + "maintenance: {command: [sleep, 4h], gatewayStopped: true}"))
                        .has("affinity"))
                .isFalse();
        assertThat(pod(Chart.render(CHECK + Chart.POSTGRES)).has("affinity")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"none, ''", "none, books", "disk, ''"})
    void moveHasTheFileAndTheDatabase(String store, String claim) {
        var rendered = Chart.render(Chart.SMALLEST + """
                database: {url: "jdbc:postgresql://db.example/gateway", existingSecret: books}
                images: {store: %s}
                persistence: {existingClaim: '%s'}
                maintenance: {args: [move-ledger], gatewayStopped: true, backupClaim: backups}
                """.formatted(store, claim));

        rendered.documents().forEach(KubernetesModels::check);
        var container = pod(rendered).at("/containers/0");
        var mounts = container.path("volumeMounts");
        assertThat(Rendered.named("ledger", mounts).path("mountPath").asString())
                .isEqualTo(ImageTests.BOOKS);
        assertThat(Rendered.named("backup", mounts).path("mountPath").asString())
                .isEqualTo("/backup");
        assertThat(Rendered.named("ledger", pod(rendered).path("volumes"))
                        .at("/persistentVolumeClaim/claimName")
                        .asString())
                .isEqualTo(claim.isEmpty() ? "release-image-gateway-ledger" : claim);
        assertThat(StreamSupport.stream(mounts.spliterator(), false)
                        .map(mount -> mount.path("name").asString())
                        .toList())
                .doesNotHaveDuplicates()
                .contains("database");
        // the ConfigMap in the cluster is still that of the release with the file
        assertThat(Rendered.named("SPRING_DATASOURCE_URL", container.path("env"))
                        .path("value")
                        .asString())
                .isEqualTo("jdbc:postgresql://db.example/gateway");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{args: [move-ledger], gatewayStopped: true}  | {}                                | with database.url",
                "{args: [check-ledger]}                       | {accessModes: [ReadWriteOncePod]} | allows one pod: stop",
                "{args: [check-ledger], gatewayStopped: true} | {enabled: false}                  | use kubectl exec",
                "{args: check-ledger}                         | {}                                | /maintenance/args",
            })
    void jobThatCouldNotStartIsRefused(String maintenance, String persistence, String says) {
        var values = Chart.SMALLEST + "maintenance: " + maintenance + "\npersistence: " + persistence + "\nledger: "
                + (persistence.contains("enabled") ? "{ephemeral: true}" : "{}");
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(says);
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + Chart.POSTGRES + "maintenance: {args: [move-ledger]}"))
                .hasMessageContaining("set maintenance.gatewayStopped");
    }

    @Test
    void oneThatHasTheVolumeForItselfMayStart() {
        assertThat(Chart.render(Chart.SMALLEST + """
                        persistence: {accessModes: [ReadWriteOncePod]}
                        maintenance: {args: [check-ledger], gatewayStopped: true}
                        """).kinds()).contains("Job");
    }

    /** The Jobs of docs/operations.md, with the values that the page says. */
    @Test
    void documentedJobsAreAccepted() throws IOException {
        var page = Files.readString(Path.of("docs/operations.md"));
        var jobs =
                Pattern.compile("(?m)^job (--set .*)$").matcher(page).results().toList();

        assertThat(jobs).hasSizeGreaterThan(4);
        for (var job : jobs) {
            var set = Pattern.compile("--set '?maintenance\\.(\\w+)=(?:\\{([^}]*)}'?|(\\S+))")
                    .matcher(job.group(1))
                    .results()
                    .map(value -> value.group(1) + ": "
                            + (value.group(2) == null ? value.group(3) : "[" + value.group(2) + "]"))
                    .collect(Collectors.joining(", ", "maintenance: {", "}"));
            var rendered = Chart.render(Chart.SMALLEST + (set.contains("move-ledger") ? Chart.POSTGRES : "") + set);

            rendered.documents().forEach(KubernetesModels::check);
            assertThat(rendered.only("Job").at("/metadata/name").asString()).endsWith("image-gateway-maintenance");
            assertThat(page).contains("job/image-gateway-maintenance");
        }
    }
}
