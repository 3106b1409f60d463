package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.container.Chart.Rendered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** The pod of {@code helm test}. */
final class HelmTestPod {

    private HelmTestPod() {}

    /** Hooks are not in what Helm renders, so this copy of the chart has the pod as an ordinary object. */
    static Rendered in(Path folder, String values) throws IOException {
        var template = Chart.copy(folder).resolve("templates/tests/connection.yaml");
        var text = Files.readString(template);
        assertThat(text).contains("helm.sh/hook: test");
        Files.writeString(template, text.replace("helm.sh/hook: test", "example/hook: test"));
        return Chart.render(folder, values);
    }

    /** Runs the pod's command on this machine. */
    static String run(Rendered rendered, int port, int status) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        rendered.only("Pod").at("/spec/containers/0/command").forEach(part -> command.add(part.asString()));
        assertThat(command.subList(3, 6)).containsExactly("test", "release-image-gateway", "80");
        command.set(4, "127.0.0.1");
        command.set(5, String.valueOf(port));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(status);
        return output;
    }
}
