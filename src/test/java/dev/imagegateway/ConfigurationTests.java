package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** A setting that would have no effect, or another effect than it says, stops the start, wherever it comes from. */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationTests {

    @TempDir
    private Path folder;

    /** Starts with good settings and these, and returns the one complaint. */
    private static String refusal(CapturedOutput output, String... settings) {
        var all = new LinkedHashMap<String, String>();
        Stream.of(
                        List.of(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--gateway.upstream.api-key=" + TestKeys.UPSTREAM,
                                "--gateway.ledger.directory=" + Folders.fresh(),
                                "--gateway.clients[0].id=team-a",
                                "--gateway.clients[0].key-hashes=" + Gateway.sha256(TestKeys.CLIENT)),
                        List.of(settings))
                .flatMap(List::stream)
                // given twice, a setting would become a list of both
                .forEach(setting -> all.put(setting.substring(0, setting.indexOf('=')), setting));

        assertThatThrownBy(() ->
                        Gateway.startWith(all.values().toArray(String[]::new)).close())
                .isInstanceOf(RuntimeException.class);
        assertThat(output).doesNotContain("\tat ", TestKeys.UPSTREAM, TestKeys.CLIENT);
        var text = output.getAll();
        assertThat(text.split("Cannot start: ", -1)).hasSize(2);
        return text.substring(text.indexOf("Cannot start: "));
    }

    private String yaml(String content) throws IOException {
        var file = Files.writeString(folder.resolve("more.yaml"), content);
        return "--spring.config.additional-location=file:" + file;
    }

    static Stream<Arguments> misspelt() {
        return Stream.of(
                Arguments.of("gateway.upstream.attempt-timout", "gateway.upstream.attempt-timeout"),
                Arguments.of("gateway.budget.credits-per-mnth", "gateway.budget.credits-per-month"),
                Arguments.of("gateway.clients[0].budget.credits-per-dya", "gateway.clients[0].budget.credits-per-day"),
                Arguments.of("gateway.limits.requests-per-minutes", "gateway.limits.requests-per-minute"),
                Arguments.of("gateway.upstrem.attempt-timeout", "gateway.upstream.attempt-timeout"),
                Arguments.of("gateway.attempt-timeout", "gateway.upstream.attempt-timeout"),
                Arguments.of("gateway.jwt.issuers[0].audience", "gateway.jwt.issuers[0].audiences"),
                Arguments.of("gateway.clients[0].subjects[0].subjct", "gateway.clients[0].subjects[0].subject"),
                Arguments.of("gateway.replay.seeded.time-to-liv", "gateway.replay.seeded.time-to-live"),
                Arguments.of(
                        "gateway.catalogue.models.stable-diffusion-v3-medium.prices[0].valid-form",
                        "gateway.catalogue.models.stable-diffusion-v3-medium.prices[0].valid-from"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misspelt")
    void misspeltNameIsRefusedWithTheNearestOne(String name, String meant, CapturedOutput output) {
        assertThat(refusal(output, "--" + name + "=1")).contains(name, "is not a setting", "did you mean " + meant);
    }

    /** The annotation processor has found them in the sources, by a way of its own. */
    private static List<String> namesInTheMetadata() throws IOException {
        var names = new ArrayList<String>();
        for (var url : Collections.list(ConfigurationTests.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
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
                .contains("GATEWAY_BUDGET_CREDITSPERDAY (file [", "line 1", "write gateway.budget.credits-per-day")
                .contains("line 2", "write gateway.clients[0].budget.credits-per-day");
    }

    @Test
    void emptyElementsHideNoOtherFault(CapturedOutput output) throws IOException {
        var complaint = refusal(
                output,
                yaml("gateway: {clients: [{id: team-b, roles: 'admin,,', key-hashes: x}, ~]}"),
                "--gateway.clients[0].id=",
                "--gateway.clients[0].roles=admin,,metrics",
                "--gateway.clients[0].subjects[0]=",
                "--gateway.jwt.issuers=,",
                "--gateway.ledger.batch=0");

        assertThat(complaint)
                .contains("gateway.ledger.batch must be from 1 to 1000", "gateway.clients[0].roles[1] is empty");
    }

    @Test
    void faultsOfClientsAreReportedTogetherAndWithTheirPlace(CapturedOutput output) throws IOException {
        var file = Files.writeString(folder.resolve("clients.yaml"), """
                gateway:
                  clients:
                    - id: team-a
                      key-hashes: nothing
                      quota: 5
                """);

        var complaint = refusal(
                output,
                "--gateway.clients[0].roles=",
                "--gateway.clients[0].key-hashes=no",
                "--gateway.clients-file=" + file);

        assertThat(complaint)
                .contains("4 faults", "- gateway.clients[0].key-hashes[0] is no SHA-256")
                .contains("gateway.clients-file " + file + ": gateway.clients[0].quota (line 5) is not a setting")
                .contains("gateway.clients-file " + file + ": gateway.clients[0].id is that of an earlier client")
                .contains("gateway.clients-file " + file + ": gateway.clients[0].key-hashes[0] is no SHA-256");
    }

    @Test
    void keyInThePlaceOfANameIsNotQuoted(CapturedOutput output) throws IOException {
        var complaint = refusal(output, yaml("""
                gateway:
                  upstream:
                    api-key: {%s: x}
                  budget:
                    credits-per-day: {%s: x}
                """.formatted(TestKeys.UPSTREAM, TestKeys.CLIENT)));

        assertThat(complaint)
                .contains("gateway.upstream.api-key (file [", "line 3) is a list")
                .contains("gateway.budget.credits-per-day (file [", "line 5) takes a value");
    }

    @Test
    void faultOfAReferenceQuotesNothing(CapturedOutput output) {
        var complaint = refusal(output, "--gateway.upstream.api-key=${" + TestKeys.UPSTREAM + "}");

        assertThat(complaint).contains("gateway.upstream.api-key refers to a variable or a setting that is not set");
    }

    @Test
    void onlyWhatSpringLeavesUnresolvedIsRefusedAsAReference(CapturedOutput output) throws IOException {
        var tree = Files.createDirectories(folder.resolve("tree/gateway/rate-limit/redis"));
        Files.writeString(tree.resolve("password"), "a${b}");

        var complaint = refusal(
                output,
                "--spring.config.import=configtree:" + folder.resolve("tree") + "/",
                "--spring.datasource.password=a${b",
                "--spring.datasource.username=a\\${b}",
                "--gateway.rate-limit.redis.username=${NOWHERE:${NOWHERE_TOO:a}}",
                "--gateway.ledger.batch=0");

        assertThat(complaint)
                .contains("gateway.ledger.batch must be from 1 to 1000")
                .doesNotContain("refers to", "faults");
    }

    @Test
    void valueWithoutAUnitContradictsNothingAndIsNotQuoted(CapturedOutput output) {
        var complaint = refusal(
                output,
                "--gateway.upstream.generation-timeout=130",
                "--gateway.upstream.attempt-timeout=123456789012345",
                "--gateway.upstream.retry.max-delay=5",
                "--gateway.upstream.response-timeout=40s");

        assertThat(complaint).contains("3 faults").doesNotContain("123456789012345", "must not be longer than");
    }

    @Test
    void everyFaultIsReportedAtOnce(CapturedOutput output) {
        var complaint = refusal(
                output,
                "--gateway.upstream.api-key=",
                "--gateway.upstream.attempt-timout=90s",
                "--gateway.upstream.tls-timeout=15",
                "--gateway.upstream.retry.max-attempts=11",
                "--gateway.upstream.retry.budget-minimum=three",
                "--gateway.ledger.batch=0",
                "--gateway.response-timeout=1ms",
                "--gateway.clients[0].id=Team A",
                "--gateway.clients[0].key-hashes=" + TestKeys.CLIENT,
                "--gateway.clients[0].limits.images-per-minute=0",
                "--gateway.clients[1].id=team-b",
                "--gateway.clients[1].budget.credits-per-day=0",
                "--gateway.clients[1].models=dall-e-3");

        assertThat(complaint)
                .contains("no key for AIML API: set AIML_API_KEY")
                .contains("gateway.upstream.attempt-timout")
                .contains("gateway.upstream.tls-timeout has no unit: write 15s")
                .contains("gateway.upstream.retry.max-attempts must be from 1 to 10")
                .contains("gateway.upstream.retry.budget-minimum has a value that cannot be read as int")
                .contains("gateway.ledger.batch must be from 1 to 1000")
                .contains("gateway.response-timeout must be from 100ms to 10m")
                .contains("gateway.clients[0].id must be")
                .contains("gateway.clients[0].key-hashes[0] is no SHA-256")
                .contains("gateway.clients[0].limits.images-per-minute must be from 1 to 10000000")
                .contains("gateway.clients[1].key-hashes is empty")
                .contains("gateway.clients[1].budget.credits-per-day must be at least 1")
                .contains("gateway.clients[1].models[0] is none of");
    }

    static Stream<Arguments> misleading() {
        return Stream.of(
                Arguments.of("--gateway.upstream.attempt-timeout=90", "has no unit: write 90s"),
                Arguments.of("--gateway.generation.max-request-size=16", "has no unit: write 16B"),
                Arguments.of("--spring.lifecycle.timeout-per-shutdown-phase=140", "has no unit: write 140s"),
                Arguments.of("--gateway.budget.credits-per-day=", "gateway.budget.credits-per-day is set, but empty"),
                Arguments.of("--gateway.reconciliation.enabled=", "gateway.reconciliation.enabled is set, but empty"),
                Arguments.of("--gateway.upstream.proxy=${NOWHERE}", "gateway.upstream.proxy refers to a variable"),
                Arguments.of("--gateway.clients[0].roles=metrics,", "gateway.clients[0].roles[1] is empty"),
                Arguments.of("--GATEWAY_BUDGET_CREDITSPERDAY=0", "write gateway.budget.credits-per-day"),
                Arguments.of("--gateway_budget_credits_per_day=0", "write gateway.budget.credits-per-day"),
                Arguments.of(
                        "--gateway.catalogue.models.stable-difusion-v3-medium.revision=2",
                        "did you mean stable-diffusion-v3-medium?"),
                Arguments.of("--gateway.upstream=5", "gateway.upstream has settings below it"),
                Arguments.of("--gateway.clients.id=a", "gateway.clients is a list"),
                Arguments.of("--gateway.upstream.retry.budget-ratio=NaN", "budget-ratio must be from 0 to 1"),
                Arguments.of(
                        "--spring.application.json={\"gateway\":{\"upstream\":{\"retry\":{\"max-attempts\":2.9}}}}",
                        "gateway.upstream.retry.max-attempts must be a whole number"),
                Arguments.of(
                        "--spring.application.json={\"gateway\":{\"ledger\":{\"batch\":5,\"Batch\":6}}}",
                        "gateway.ledger.batch is set twice"),
                Arguments.of(
                        "--gateway.clients[0].key-hashes[1]=0", "key-hashes is set as a whole and by its elements"),
                Arguments.of("--gateway.clients[2].id=c", "gateway.clients[2]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misleading")
    void valueThatWouldMeanSomethingElseIsRefused(String setting, String says, CapturedOutput output) {
        assertThat(refusal(output, setting)).contains(says);
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of("gateway.upstream.attempt-timeout", "gateway.upstream.generation-timeout", "50s", "40s"),
                Arguments.of("gateway.upstream.response-timeout", "gateway.upstream.attempt-timeout", "50s", "40s"),
                Arguments.of("gateway.upstream.connect-timeout", "gateway.upstream.generation-timeout", "131s", "130s"),
                Arguments.of(
                        "gateway.upstream.generation-timeout",
                        "spring.lifecycle.timeout-per-shutdown-phase",
                        "150s",
                        "140s"),
                Arguments.of(
                        "gateway.upstream.generation-timeout", "gateway.rate-limit.in-flight-expiry", "125s", "2m"),
                Arguments.of("gateway.upstream.tls-timeout", "gateway.upstream.generation-timeout", "2m", "119s"),
                Arguments.of(
                        "gateway.upstream.concurrency.max-wait", "gateway.upstream.generation-timeout", "131s", "130s"),
                Arguments.of("gateway.upstream.retry.max-delay", "gateway.upstream.generation-timeout", "131s", "130s"),
                Arguments.of("gateway.ledger.timeout", "gateway.ledger.lease", "30s", "20s"));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @MethodSource("contradictions")
    void contradictionIsOneSentenceWithBothNames(
            String shorter, String longer, String value, String least, CapturedOutput output) {
        assertThat(refusal(output, "--" + shorter + "=" + value, "--" + longer + "=" + least)
                        .lines())
                .anyMatch(line -> line.contains(shorter) && line.contains("must not be longer than " + longer));
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
