package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.container.Chart.Rendered;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartSecurityTests {

    private static final String KEY = "key-of-the-chart-tests";

    private final Rendered rendered = Chart.render(Chart.SMALLEST);

    @ParameterizedTest
    @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
    void probesAskTheManagementPort(String probe) {
        var request = rendered.container().path(probe).path("httpGet");

        assertThat(request.path("port").asString()).isEqualTo("management");
        assertThat(Rendered.named("management", rendered.container().path("ports"))
                        .path("containerPort")
                        .asInt())
                .isEqualTo(8081);
        assertThat(request.path("path").asString())
                .isEqualTo("/actuator/health/" + (probe.equals("livenessProbe") ? "liveness" : "readiness"));
    }

    @Test
    void theProcessHasNoPrivilegeAndCannotWriteItsProgram() {
        var pod = rendered.pod().path("securityContext");
        assertThat(pod.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.path("runAsUser").asInt()).isEqualTo(10001);
        assertThat(pod.at("/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");

        var container = rendered.container().path("securityContext");
        assertThat(container.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean()).isFalse();
        assertThat(container.path("privileged").asBoolean()).isFalse();
        assertThat(container.at("/capabilities/drop/0").asString()).isEqualTo("ALL");
    }

    @Test
    void theSecretForTlsIsMountedWhereTheDocumentationSays() {
        var tls = Chart.render(Chart.SMALLEST + "tls: {existingSecret: gateway-tls}");

        var volume = Rendered.named("tls", tls.pod().path("volumes")).path("secret");
        assertThat(volume.path("secretName").asString()).isEqualTo("gateway-tls");
        assertThat(volume.path("defaultMode").asInt()).isEqualTo(0440);
        // a subPath would never be updated
        var mount = Rendered.named("tls", tls.container().path("volumeMounts"));
        assertThat(mount.path("mountPath").asString()).isEqualTo("/run/secrets/tls");
        assertThat(mount.has("subPath")).isFalse();
        assertThat(rendered.pod().path("volumes"))
                .noneMatch(other -> other.path("name").asString().equals("tls"));
    }

    @Test
    void thePodHasNoWordInTheCluster() {
        assertThat(rendered.pod().path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(rendered.only("ServiceAccount")
                        .path("automountServiceAccountToken")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void variablesOfOtherServicesDoNotBecomeSettings() {
        assertThat(rendered.pod().path("enableServiceLinks").asBoolean(true)).isFalse();
    }

    @Test
    void onlyCallersPortHasAService() {
        var ports = rendered.only("Service").at("/spec/ports");

        assertThat(ports.size()).isOne();
        assertThat(ports.at("/0/targetPort").asString()).isEqualTo("http");
    }

    @Test
    void whatIsUnderWayMayEndAndBeWrittenDown() {
        var grace = rendered.pod().path("terminationGracePeriodSeconds").asInt();
        var delay = rendered.container().at("/lifecycle/preStop/sleep/seconds").asInt();

        // spring.lifecycle.timeout-per-shutdown-phase for the generations, and the ledger's last 10 s
        assertThat(grace - delay).isGreaterThan(150);
    }

    @Test
    void theKeyIsReadFromAFileOfTheExistingSecret() {
        var key = Rendered.named("key", rendered.pod().path("volumes")).path("projected");

        assertThat(key.at("/sources/0/secret/name").asString()).isEqualTo("aiml");
        assertThat(key.path("defaultMode").asInt()).isEqualTo(0440);
        assertThat(rendered.pod().at("/securityContext/fsGroup").asInt()).isEqualTo(10001);
        assertThat(rendered.kinds()).doesNotContain("Secret");
        assertThat(fileWithTheKey(rendered)).isEqualTo("/run/secrets/aiml/api-key");
    }

    @Test
    void theSecretMayNameItsEntryAsItLikes() {
        var key = Rendered.named(
                "key",
                Chart.render(Chart.CLIENT + "upstream: {existingSecret: aiml, existingSecretKey: token}")
                        .pod()
                        .path("volumes"));

        assertThat(key.at("/projected/sources/0/secret/items/0/key").asString()).isEqualTo("token");
        assertThat(key.at("/projected/sources/0/secret/items/0/path").asString())
                .isEqualTo("api-key");
    }

    @Test
    void aGivenKeyIsInTheSecretAndNowhereElse() {
        var withKey = Chart.render(Chart.CLIENT + "upstream: {apiKey: " + KEY + "}");

        var encoded = Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));
        assertThat(withKey.only("Secret").at("/data/api-key").asString()).isEqualTo(encoded);
        assertThat(withKey.text()).doesNotContain(KEY).containsOnlyOnce(encoded);
        assertThat(Rendered.named("key", withKey.pod().path("volumes"))
                        .at("/projected/sources/0/secret/name")
                        .asString())
                .isEqualTo(withKey.only("Secret").at("/metadata/name").asString());
    }

    @Test
    void aChangedSettingMakesNewPods() {
        var other = Chart.render(Chart.SMALLEST + "config: {gateway: {delivery: {fetch-timeout: 30s}}}");

        assertThat(checksum(other)).hasSize(64).isNotEqualTo(checksum(rendered));
    }

    private static String checksum(Rendered rendered) {
        return rendered.controller()
                .at("/spec/template/metadata/annotations/checksum~1config")
                .asString();
    }

    private static String fileWithTheKey(Rendered rendered) {
        var file = Rendered.named("AIML_API_KEY_FILE", rendered.container().path("env"))
                .path("value")
                .asString();
        var mount = Rendered.named("key", rendered.container().path("volumeMounts"));
        assertThat(file)
                .startsWith(mount.path("mountPath").asString() + "/")
                .endsWith("/"
                        + Rendered.named("key", rendered.pod().path("volumes"))
                                .at("/projected/sources/0/secret/items/0/path")
                                .asString());
        return file;
    }
}
