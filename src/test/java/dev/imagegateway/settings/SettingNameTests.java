package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Program;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import tools.jackson.databind.json.JsonMapper;

/** A name that is no setting stops the start, wherever it comes from. */
class SettingNameTests extends ConfigurationFixture {

    private static WrongSettings misspelt(String name, String meant) {
        return WrongSettings.of(name + " is not a setting; did you mean " + meant, "--" + name + "=1");
    }

    static List<WrongSettings.Group> misspelt() {
        return WrongSettings.grouped(Stream.of(
                misspelt("gateway.upstream.attempt-timout", "gateway.upstream.attempt-timeout"),
                misspelt("gateway.budget.credits-per-mnth", "gateway.budget.credits-per-month"),
                misspelt("gateway.clients[0].budget.credits-per-dya", "gateway.clients[0].budget.credits-per-day"),
                misspelt("gateway.limits.requests-per-minutes", "gateway.limits.requests-per-minute"),
                misspelt("gateway.upstrem.attempt-timeout", "gateway.upstream.attempt-timeout"),
                misspelt("gateway.attempt-timeout", "gateway.upstream.attempt-timeout"),
                misspelt("gateway.jwt.issuers[0].audience", "gateway.jwt.issuers[0].audiences"),
                misspelt("gateway.clients[0].subjects[0].subjct", "gateway.clients[0].subjects[0].subject"),
                misspelt("gateway.replay.seeded.time-to-liv", "gateway.replay.seeded.time-to-live"),
                misspelt(
                        "gateway.catalogue.models.stable-diffusion-v3-medium.prices[0].valid-form",
                        "gateway.catalogue.models.stable-diffusion-v3-medium.prices[0].valid-from")));
    }

    @ParameterizedTest
    @MethodSource("misspelt")
    void misspeltNamesAreRefusedWithTheNearestOnes(WrongSettings.Group group, CapturedOutput output) {
        group.assertReported(refusal(output, group.settings()));
    }

    /** The annotation processor has found them in the sources, by a way of its own. */
    static List<String> namesInTheMetadata() throws IOException {
        var names = new ArrayList<String>();
        for (var url : Collections.list(
                SettingNameTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (var in = url.openStream()) {
                JsonMapper.shared()
                        .readTree(in)
                        .path("properties")
                        .forEach(property -> names.add(property.path("name").asString()));
            }
        }
        names.removeIf(name -> !name.startsWith("gateway."));
        return names;
    }

    @Test
    void everySettingThatTheBuildKnowsIsKnownAndNothingBesideIt(CapturedOutput output) throws IOException {
        var names = namesInTheMetadata();
        assertThat(names).hasSizeGreaterThan(80);
        var misspelt = names.stream().map(name -> name + "x").toList();

        var complaint = refusal(
                output,
                Stream.concat(
                                names.stream().map(name -> "--" + name + "=-"),
                                misspelt.stream().map(name -> "--" + name + "=1"))
                        .toArray(String[]::new));

        var unknown = complaint
                .lines()
                .filter(line -> line.contains(" is not a setting; did you mean"))
                .map(line -> line.substring(2, line.indexOf(" is not a setting")))
                .toList();
        assertThat(unknown).containsExactlyInAnyOrderElementsOf(misspelt);
    }

    @Test
    void everyRecordOfSettingsIsInTheMetadata() throws IOException {
        var names = namesInTheMetadata();
        var records = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("dev.imagegateway").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
                        .toList();

        assertThat(records).hasSizeGreaterThan(10).allSatisfy(type -> {
            assertThat(type.isRecord()).as("%s is a record", type).isTrue();
            var prefix = type.getAnnotationOfType(ConfigurationProperties.class).value();
            if (!prefix.equals("sandbox") && !prefix.equals("spring.datasource")) {
                assertThat(names).as(prefix).anyMatch(name -> name.startsWith(prefix + "."));
            }
        });
    }

    @Test
    void misspeltNameIsRefusedFromEverySource(CapturedOutput output) throws IOException {
        var tree = Files.createDirectories(folder.resolve("tree/gateway/ledger"));
        Files.writeString(tree.resolve("lese"), "30s");
        var properties = Files.writeString(folder.resolve("more.properties"), "gateway.access.adresses=1000\n");
        Files.writeString(folder.resolve("more.yaml"), """
                gateway:
                  clients:
                    - id: team-a
                      key-hashes: %s
                      budget:
                        credits-per-dya: 5
                """.formatted(Gateway.sha256(TestKeys.CLIENT)));

        var complaint = refusal(
                output,
                "--spring.config.additional-location=file:" + folder.resolve("more.yaml") + ",file:" + properties,
                "--spring.config.import=configtree:" + folder.resolve("tree") + "/",
                "--spring.application.json={\"gateway\":{\"reconciliation\":{\"setle-lag\":\"1h\"}}}",
                "--gateway.upstream.atempt-timeout=90s");

        assertThat(complaint)
                .contains("5 faults")
                .contains("gateway.ledger.lese", "did you mean gateway.ledger.lease")
                .contains("gateway.access.adresses", "did you mean gateway.access.addresses")
                .contains("gateway.clients[0].budget.credits-per-dya", "more.yaml], line 6")
                .contains("gateway.reconciliation.setle-lag", "gateway.upstream.atempt-timeout");
    }

    @Test
    void misspeltNameIsRefusedInEveryFormOfTheFirstElement(CapturedOutput output) throws IOException {
        var complaint = refusal(
                output,
                yaml("gate-way: {budget: {credits-per-dya: 5}}"),
                "--Gateway.Upstream.Attempt-Timout=90s",
                "--GATEWAY.budget.credits-per-mnth=5");

        assertThat(complaint)
                .contains("3 faults")
                .contains("gate-way.budget.credits-per-dya", "did you mean gateway.budget.credits-per-day")
                .contains("Gateway.Upstream.Attempt-Timout", "did you mean gateway.upstream.attempt-timeout")
                .contains("GATEWAY.budget.credits-per-mnth", "did you mean gateway.budget.credits-per-month");
    }

    @Test
    void variablesInAFileAreRefused(CapturedOutput output) throws IOException {
        var file = Files.writeString(
                folder.resolve("more.properties"),
                "GATEWAY_BUDGET_CREDITSPERDAY=0\nGATEWAY_CLIENTS_0_BUDGET_CREDITSPERDYA=5\n");

        assertThat(refusal(output, "--spring.config.additional-location=file:" + file))
                .contains("2 faults")
                .contains(
                        "GATEWAY_BUDGET_CREDITSPERDAY (",
                        "more.properties]",
                        "line 1",
                        "write gateway.budget.credits-per-day")
                .contains("line 2", "write gateway.clients[0].budget.credits-per-day");
    }

    @Test
    void nameThatIsTwiceInAFileIsRefused(CapturedOutput output) throws IOException {
        var file = yaml("""
                gateway:
                  budget:
                    credits-per-day: 5
                    credits-per-day: 6
                """);

        assertThat(refusal(output, file))
                .contains("a file of settings is not valid YAML, line 4: the name is set for the second time");
    }

    @Test
    void misspeltVariablesAreRefusedAndThoseOfServicesAreNot() {
        var program = Program.run(Map.of(
                "AIML_API_KEY", TestKeys.UPSTREAM,
                "GATEWAY_UPSTREAM_ATTEMPTTIMOUT", "90s",
                "GATEWAY_CLIENTS_0_ID", "team-a",
                "GATEWAY_CLIENTS_0_KEYHASHES", Gateway.sha256(TestKeys.CLIENT),
                "GATEWAY_CLIENTS_0_BUDGET_CREDITSPERDYA", "5",
                "GATEWAY_PORT", "tcp://10.0.0.1:80",
                "GATEWAY_PORT_80_TCP_ADDR", "10.0.0.1",
                "GATEWAY_SERVICE_HOST", "10.0.0.1"));

        assertThat(program.exit()).isEqualTo(1);
        assertThat(program.output())
                .contains("Cannot start: 2 faults in the configuration")
                .contains("GATEWAY_UPSTREAM_ATTEMPTTIMOUT", "did you mean GATEWAY_UPSTREAM_ATTEMPTTIMEOUT")
                .contains(
                        "GATEWAY_CLIENTS_0_BUDGET_CREDITSPERDYA", "did you mean GATEWAY_CLIENTS_0_BUDGET_CREDITSPERDAY")
                .doesNotContain("GATEWAY_PORT", "GATEWAY_SERVICE_HOST");
    }
}
