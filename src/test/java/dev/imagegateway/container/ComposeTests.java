package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a mere look at the compose file shows; {@code .ci/container} runs it. */
class ComposeTests {

    private static final JsonNode COMPOSE = Chart.document(Path.of("docker-compose.yml"));

    private static final JsonNode POSTGRES = Chart.document(Path.of("docker-compose.postgres.yml"));

    private final JsonNode services = COMPOSE.path("services");

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "sandbox"})
    void aContainerHasNoPrivilegeAndCannotWriteItsProgram(String name) {
        var service = services.path(name);

        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(service.at("/cap_drop/0").asString()).isEqualTo("ALL");
        assertThat(service.at("/security_opt/0").asString()).isEqualTo("no-new-privileges:true");
        assertThat(service.has("user")).as("another user than the image's").isFalse();
    }

    @Test
    void onlyThisMachineReachesThem() {
        assertThat(services.path("gateway").path("ports"))
                .isNotEmpty()
                .allMatch(port -> port.asString().startsWith("127.0.0.1:"));
    }

    @Test
    void theGatewayKnowsTheDocumentedKeyByItsHash() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest("sandbox-key".getBytes(StandardCharsets.UTF_8));

        assertThat(services.at("/gateway/environment/GATEWAY_CLIENTS_0_KEYHASHES_0")
                        .asString())
                .isEqualTo(HexFormat.of().formatHex(digest));
    }

    @Test
    void whatIsUnderWayMayEndAndBeWrittenDown() {
        var grace = services.at("/gateway/stop_grace_period").asString();

        assertThat(Integer.parseInt(grace.replace("s", ""))).isGreaterThan(150);
    }

    @Test
    void theBooksHaveAVolumeWithAName() {
        assertThat(services.at("/gateway/volumes/0").asString()).isEqualTo("ledger:" + ImageTests.BOOKS);
        assertThat(COMPOSE.path("volumes").has("ledger")).isTrue();
    }

    @Test
    void withPostgresTheGatewayWaitsForADatabaseThatOnlyItReaches() {
        var postgres = POSTGRES.at("/services/postgres");

        assertThat(POSTGRES.at("/services/gateway/depends_on/postgres/condition")
                        .asString())
                .isEqualTo("service_healthy");
        assertThat(postgres.has("healthcheck")).isTrue();
        assertThat(postgres.has("ports")).isFalse();
        assertThat(postgres.at("/volumes/0").asString()).startsWith("postgres:/var/lib/postgresql");
        assertThat(postgres.at("/environment/POSTGRES_PASSWORD"))
                .isEqualTo(POSTGRES.at("/services/gateway/environment/SPRING_DATASOURCE_PASSWORD"));
        assertThat(Path.of("docker-compose.postgres.yml")).content().doesNotContain("fsync");
    }

    @Test
    void boardAndRulesAreMountedFromTheRepositoryAndOnlyThisMachineSeesThem() {
        var observability = Chart.document(Path.of("docker-compose.observability.yml"));
        var mounted = observability.path("services").findValues("volumes").stream()
                .flatMap(volumes -> StreamSupport.stream(volumes.spliterator(), false))
                .map(volume -> volume.asString().replaceFirst(":.*", ""))
                .toList();

        assertThat(mounted).hasSize(5).allMatch(path -> Files.exists(Path.of(path)));
        assertThat(StreamSupport.stream(observability.at("/include/0/path").spliterator(), false))
                .allMatch(file -> Files.exists(Path.of(file.asString())));
        for (var service : List.of("prometheus", "grafana")) {
            assertThat(observability.at("/services/" + service + "/ports"))
                    .isNotEmpty()
                    .allMatch(port -> port.asString().startsWith("127.0.0.1:"));
        }
        assertThat(Chart.document(Path.of("observability/prometheus.yml"))
                        .at("/scrape_configs/0/static_configs/0/targets/0")
                        .asString())
                .isEqualTo("gateway:8081");
    }

    @Test
    void theSandboxIsAProgramOfThisImage() throws ClassNotFoundException {
        var program = StreamSupport.stream(services.at("/sandbox/entrypoint").spliterator(), false)
                .map(JsonNode::asString)
                .toList();

        assertThat(program).startsWith("java", "@java.options", "-cp", "app.jar");
        assertThat(Class.forName(program.getLast(), false, getClass().getClassLoader()))
                .hasDeclaredMethods("main");
    }
}
