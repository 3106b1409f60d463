package dev.imagegateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.DocumentedTable;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every metric of ours is in the table of {@code docs/metrics.md}. */
@ExtendWith(Suite.class)
class DocumentedMetricsTests {

    /** What Spring Boot and its libraries measure by themselves. */
    private static final Set<String> OTHERS = Set.of(
            "application",
            "disk",
            "executor",
            "hikaricp",
            "http",
            "jdbc",
            "jvm",
            "logback",
            "process",
            "resilience4j",
            "spring",
            "system",
            "tasks",
            "tomcat");

    private static final String TYPE = "# TYPE ";

    @Test
    void everyMetricIsDocumented(Gateway gateway, Sandbox sandbox) throws IOException {
        sandbox.fault("{\"fault\":\"internal-error\",\"times\":1}");
        gateway.generate(Gateway.A_CAT);
        gateway.generate(Gateway.A_CAT.replace("}", ",\"seed\":7}"));
        gateway.generate(Gateway.A_CAT.replace("}", ",\"seed\":7}"));

        assertThat(scraped(gateway))
                .hasSizeGreaterThan(20)
                .isSubsetOf(documented())
                .allMatch(name -> name.startsWith("image_gateway_") || name.equals("credits_used_total"));
    }

    private static Set<String> scraped(Gateway gateway) {
        return gateway.actuator("/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(TYPE))
                .map(line -> line.substring(TYPE.length(), line.indexOf(' ', TYPE.length())))
                .filter(name -> OTHERS.stream().noneMatch(other -> name.startsWith(other + "_")))
                // a timer's largest value is a metric of its own
                .map(name -> name.replaceFirst("_max$", ""))
                .collect(Collectors.toSet());
    }

    private static List<String> documented() throws IOException {
        return DocumentedTable.rows("docs/metrics.md", "metric").stream()
                .flatMap(List::stream)
                .toList();
    }
}
