package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pod of {@code helm test}. {@link ChartConfigurationTests} has it call a gateway. */
class ChartHelmTestTests {

    @Test
    void failsIfSomethingElseAnswers(@TempDir Path folder) throws Exception {
        var rendered = HelmTestPod.in(folder, Chart.SMALLEST);
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        try {
            assertThat(HelmTestPod.run(rendered, other.getAddress().getPort(), 1))
                    .contains("expected 401, got HTTP/1.1 404");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void podIsWhatKubernetesKnowsAndNoneOfTheGatewaysOwn(@TempDir Path folder) throws Exception {
        var rendered = HelmTestPod.in(folder, Chart.SMALLEST + "imagePullSecrets: [{name: registry}]");

        rendered.documents().forEach(KubernetesModels::check);
        var pod = rendered.only("Pod");
        var selector = rendered.only("Service").at("/spec/selector").properties();
        assertThat(pod.at("/metadata/labels").properties().containsAll(selector))
                .isFalse();
        assertThat(pod.at("/spec/imagePullSecrets/0/name").asString()).isEqualTo("registry");
        assertThat(pod.at("/spec/containers/0/image"))
                .isEqualTo(rendered.container().path("image"));
    }
}
