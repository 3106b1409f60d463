package dev.imagegateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.container.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The settings with which a runbook is tried reach the gateway. */
class RunbookTests {

    @Test
    void composePassesOnTheSettingsOfTheRunbooksAndNoOther() throws IOException {
        var set = new TreeMap<String, String>();
        try (var files = Files.list(Runbook.FOLDER)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (!name.equals("README.md")) {
                    var runbook = Runbook.of(name.replace(".md", ""));
                    assertThat(runbook.text()).as("settings are commands").doesNotContain("`GATEWAY_");
                    set.putAll(runbook.settings());
                }
            }
        }
        var passed = Chart.document(Path.of("observability/gateway.yaml"))
                .at("/services/gateway/environment")
                .properties()
                .stream()
                .filter(variable -> variable.getValue().isNull()
                        || variable.getValue().asString().startsWith("${" + variable.getKey() + ":-"))
                .map(Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(set).hasSizeGreaterThan(4);
        assertThat(passed).isEqualTo(set.keySet());
    }

    /** A list is taken from one source, so the budget of a client in an argument could not be set by a variable. */
    @Test
    void clientWithoutContainersIsInVariables() {
        assertThat(Runbook.of("README").commands("Try them"))
                .anyMatch(commands -> commands.contains("export GATEWAY_CLIENTS_0_ID=")
                        && commands.endsWith("./mvnw spring-boot:run\n"));
    }
}
