package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.ImageGatewayApplication;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.support.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;

/**
 * The gateway accepts the configuration of each example. Its check reports all faults together, before it starts anything,
 * so that each is started with one fault, and reports no other.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChartExampleConfigurationTests {

    private static final String FAULT = "gateway.fault-of-the-test";

    @TempDir
    private static Path certificates;

    @BeforeAll
    static void issue() {
        new CertificateAuthority(certificates, "ca").issue("tls", "any").forEach(setting -> {});
    }

    static Stream<Path> examples() throws IOException {
        try (var files = Files.list(ChartExampleTests.EXAMPLES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void gatewayAcceptsTheConfiguration(Path example, @TempDir Path folder) throws IOException {
        assertThat(complaint(folder, Files.readString(example)))
                .contains(FAULT + " ")
                .hasLineCount(1);
    }

    @Test
    void faultOfAnExampleWouldBeNoticed(@TempDir Path folder) throws IOException {
        var example = Files.readString(ChartExampleTests.EXAMPLES.resolve("oidc-private-ca.yaml"));

        assertThat(complaint(folder, example.replace("ssl-bundle: company", "ssl-bundle: other")))
                .startsWith("2 faults in the configuration")
                .contains("gateway.jwt.issuers[0].ssl-bundle names no bundle");
        assertThat(complaint(folder, example.replace("file:/run/ca/ca.crt", "file:/run/ca/other.crt")))
                .startsWith("2 faults in the configuration");
    }

    private static String complaint(Path folder, String values) throws IOException {
        var pod = MountedPod.in(
                folder,
                Chart.render(values),
                Map.of(
                        "ca.crt", Files.readString(certificates.resolve("ca.crt")),
                        "tls.crt", Files.readString(certificates.resolve("tls.crt")),
                        "tls.key", Files.readString(certificates.resolve("tls.key"))));
        return complaint(new SpringApplicationBuilder(ImageGatewayApplication.class).environment(pod.asEnvironment()));
    }

    private static String complaint(SpringApplicationBuilder application) {
        try (var context = application.run("--" + FAULT + "=x")) {
            throw new AssertionError("it has started: " + context);
        } catch (RuntimeException e) {
            assertThat(NestedExceptionUtils.getMostSpecificCause(e)).isInstanceOf(StartupException.class);
            return String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }
}
