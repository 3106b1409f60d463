package dev.imagegateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RawCall;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be watched, on a port of its own, and what cannot. */
@ExtendWith(Suite.class)
class ManagementTests {

    @Test
    void healthHasLivenessAndReadiness(Gateway gateway) {
        for (var page : List.of("/health", "/health/liveness", "/health/readiness")) {
            var answer = gateway.actuator(page);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("status").asString()).isEqualTo("UP");
        }
    }

    @Test
    void infoSaysWhatWasBuilt(Gateway gateway) {
        var info = gateway.actuator("/info").json();

        assertThat(info.at("/build/artifact").asString()).isEqualTo("image-gateway");
        assertThat(info.at("/build/version").asString()).isNotBlank();
    }

    @Test
    void sbomNamesTheLibrariesOfTheJarAndNoneOfTheTests(Gateway gateway) {
        assertThat(gateway.actuator("/sbom").json().at("/ids/0").asString()).isEqualTo("application");

        var sbom = gateway.actuator("/sbom/application").json();

        assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(sbom.at("/metadata/component/name").asString()).isEqualTo("image-gateway");
        assertThat(sbom.path("components").findValuesAsString("name"))
                .contains("spring-webmvc", "sqlite-jdbc", "postgresql")
                .doesNotContain("junit-jupiter", "testcontainers", "netty-codec-native-quic");
    }

    @Test
    void metricsAreServedInBothForms(Gateway gateway) {
        gateway.generate(Gateway.A_CAT);

        assertThat(gateway.actuator("/metrics/credits.used?tag=client:team-a").status())
                .isEqualTo(200);
        assertThat(gateway.actuator("/prometheus").text())
                .contains(
                        "credits_used_total{",
                        "image_gateway_images_generated_total{",
                        "image_gateway_generation_seconds_count{",
                        "image_gateway_upstream_attempt_seconds_count{",
                        "image_gateway_upstream_in_flight{");
    }

    /** Prometheus before 2.43 refuses the whole page if a {@code _count} has an exemplar. */
    @Test
    void onlyCountersAndBucketsHaveExemplars(Gateway gateway) {
        gateway.send(gateway.generation(Gateway.A_CAT)
                .setHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        var page = gateway.to("/")
                .uri(URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/prometheus"))
                .setHeader("Accept", "application/openmetrics-text;version=1.0.0");

        var exemplars = gateway.send(page)
                .text()
                .lines()
                .filter(line -> line.contains(" # {"))
                .toList();

        assertThat(exemplars).isNotEmpty().allMatch(line -> line.matches("\\w+_(total|bucket)\\{.*"));
    }

    @Test
    void whatTellsSecretsIsOff(Gateway gateway) {
        for (var page : List.of(
                "env",
                "heapdump",
                "threaddump",
                "configprops",
                "beans",
                "mappings",
                "loggers",
                "httpexchanges",
                "shutdown",
                "conditions",
                "logfile",
                "scheduledtasks",
                "caches",
                "startup")) {
            assertThat(gateway.actuator("/" + page).status()).as(page).isEqualTo(404);
        }
    }

    @Test
    void itsContainerSpeaksNoHtmlEither(Gateway gateway) {
        for (var request : List.of(
                "GET /actuator/metrics/x%00 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /actuator/health HTTP/1.1\r\nHost: a\r\nX-Big: " + "a".repeat(40_000) + "\r\n\r\n",
                "GARBAGE\r\n\r\n")) {
            var answer = RawCall.send(gateway.managementPort(), request);
            assertThat(answer)
                    .startsWith("HTTP/1.1 4")
                    .contains("application/problem+json")
                    .doesNotContain("<html");
        }
    }

    @Test
    void callersPortDoesNotServeIt(Gateway gateway) {
        var health = gateway.to("/actuator/health").header("Authorization", "Bearer " + TestKeys.CLIENT);
        assertThat(gateway.send(health).status()).isEqualTo(404);
    }

    @Test
    void managementPortDoesNotGenerate(Gateway gateway, Sandbox sandbox) {
        var there = gateway.generation(Gateway.A_CAT)
                .uri(URI.create("http://127.0.0.1:" + gateway.managementPort() + "/v1/images/generations"));

        assertThat(gateway.send(there).status()).isEqualTo(404);
        assertThat(sandbox.posts()).isEmpty();
    }
}
