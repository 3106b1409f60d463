package dev.imagegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The documentation is true: its tables are complete, and each of its commands prints what it says. */
class SandboxDocTests {

    private static final Path DOC = Path.of("docs", "sandbox.md");

    @Test
    void everyFaultHasItsRowAndItsCommand() throws IOException {
        String doc = Files.readString(DOC);

        for (Fault fault : Fault.all()) {
            String options = fault.options().stream()
                    .map(option -> "`" + option.label() + "`")
                    .collect(Collectors.joining(", "));
            assertThat(doc)
                    .contains("| `" + fault.label() + "` | " + (fault.bills() ? "yes" : "no") + " | " + options + " | "
                            + fault.about() + " |");
            assertThat(doc).containsPattern("curl .*X-Sandbox-Fault: " + fault.label() + "[;\"]");
        }
    }

    @Test
    void everySettingHasItsRow() throws IOException {
        String doc = Files.readString(DOC);
        Map<ConfigurationPropertyName, Object> settings = new LinkedHashMap<>();
        SettingsBinder.flatten("", SettingsBinder.asJson(SandboxProperties.defaults()), settings);

        assertThat(settings).hasSizeGreaterThan(15);
        settings.keySet()
                .forEach(name ->
                        assertThat(doc).contains("| `sandbox." + name.toString().replace("[0]", "") + "` |"));
    }

    @Test
    void everyCommandPrintsWhatItSays() throws Exception {
        assumeTrue(canRun("curl --version"), "needs curl and sh");
        List<String> lines = Files.readAllLines(DOC);
        int commands = 0;
        try (SandboxServer server =
                SandboxServer.start(SandboxProperties.defaults().with("port", 0))) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("curl ")) {
                    String command = lines.get(i).replace("localhost:8089", "127.0.0.1:" + server.port());
                    assertThat(lines.get(i + 1)).as("after " + lines.get(i)).startsWith("# → ");
                    assertThat(output(command))
                            .as(command)
                            .contains(lines.get(i + 1).substring("# → ".length()));
                    commands++;
                }
            }
        }
        assertThat(commands).isGreaterThan(Fault.all().size());
    }

    private static boolean canRun(String command) {
        try {
            return output(command).startsWith("curl 7") || output(command).startsWith("curl 8");
        } catch (IOException | InterruptedException _) {
            return false;
        }
    }

    private static String output(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
