package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;

/** A value that would have no effect, or another effect than it says, stops the start. */
class SettingValueTests extends ConfigurationFixture {

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
                .contains("gateway.upstream.api-key (", "more.yaml]", "line 3) is a list")
                .contains("gateway.budget.credits-per-day (", "line 5) takes a value");
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
                .contains("gateway.clients[1].models[0] is the id, alias or family of no model");
    }

    static Stream<WrongSettings> misleading() {
        return Stream.of(
                WrongSettings.of("has no unit: write 90s", "--gateway.upstream.attempt-timeout=90"),
                WrongSettings.of("has no unit: write 16B", "--gateway.generation.max-request-size=16"),
                WrongSettings.of("has no unit: write 140s", "--spring.lifecycle.timeout-per-shutdown-phase=140"),
                WrongSettings.of(
                        "gateway.budget.credits-per-day is set, but empty", "--gateway.budget.credits-per-day="),
                WrongSettings.of(
                        "gateway.reconciliation.enabled is set, but empty", "--gateway.reconciliation.enabled="),
                WrongSettings.of("gateway.upstream.proxy refers to a variable", "--gateway.upstream.proxy=${NOWHERE}"),
                WrongSettings.of("gateway.clients[0].roles[1] is empty", "--gateway.clients[0].roles=metrics,"),
                WrongSettings.of(
                        "GATEWAY_BUDGET_CREDITSPERDAY has no effect here, since names with underscores are read in the"
                                + " environment only; write gateway.budget.credits-per-day",
                        "--GATEWAY_BUDGET_CREDITSPERDAY=0"),
                WrongSettings.of(
                        "gateway_budget_credits_per_day has no effect here, since names with underscores are read in the"
                                + " environment only; write gateway.budget.credits-per-day",
                        "--gateway_budget_credits_per_day=0"),
                WrongSettings.of(
                        "did you mean stable-diffusion-v3-medium?",
                        "--gateway.catalogue.models.stable-difusion-v3-medium.revision=2"),
                WrongSettings.of("gateway.upstream has settings below it", "--gateway.upstream=5"),
                WrongSettings.of("budget-ratio must be from 0 to 1", "--gateway.upstream.retry.budget-ratio=NaN"),
                WrongSettings.of(
                        "gateway.upstream.retry.max-attempts must be a whole number",
                        "--spring.application.json={\"gateway\":{\"upstream\":{\"retry\":{\"max-attempts\":2.9}}}}"),
                WrongSettings.of(
                        "gateway.ledger.batch is set twice",
                        "--spring.application.json={\"gateway\":{\"ledger\":{\"batch\":5,\"Batch\":6}}}"));
    }

    static Stream<WrongSettings> contradictions() {
        return Stream.of(
                WrongSettings.of(
                        "gateway.upstream.attempt-timeout (50s) must not be longer than gateway.upstream.generation-timeout",
                        "--gateway.upstream.attempt-timeout=50s",
                        "--gateway.upstream.generation-timeout=40s"),
                WrongSettings.of(
                        "gateway.upstream.response-timeout (50s) must not be longer than gateway.upstream.attempt-timeout",
                        "--gateway.upstream.response-timeout=50s",
                        "--gateway.upstream.attempt-timeout=40s"),
                WrongSettings.of(
                        "gateway.upstream.connect-timeout (131s) must not be longer than gateway.upstream.generation-timeout",
                        "--gateway.upstream.connect-timeout=131s",
                        "--gateway.upstream.generation-timeout=130s"),
                WrongSettings.of(
                        "gateway.upstream.generation-timeout (150s) must not be longer than spring.lifecycle.timeout-per-shutdown-phase",
                        "--gateway.upstream.generation-timeout=150s",
                        "--spring.lifecycle.timeout-per-shutdown-phase=140s"),
                WrongSettings.of(
                        "gateway.upstream.generation-timeout (125s) must not be longer than gateway.rate-limit.in-flight-expiry",
                        "--gateway.upstream.generation-timeout=125s",
                        "--gateway.rate-limit.in-flight-expiry=2m"),
                WrongSettings.of(
                        "gateway.upstream.tls-timeout (2m) must not be longer than gateway.upstream.generation-timeout",
                        "--gateway.upstream.tls-timeout=2m",
                        "--gateway.upstream.generation-timeout=119s"),
                WrongSettings.of(
                        "gateway.upstream.concurrency.max-wait (131s) must not be longer than gateway.upstream.generation-timeout",
                        "--gateway.upstream.concurrency.max-wait=131s",
                        "--gateway.upstream.generation-timeout=130s"),
                WrongSettings.of(
                        "gateway.upstream.retry.max-delay (131s) must not be longer than gateway.upstream.generation-timeout",
                        "--gateway.upstream.retry.max-delay=131s",
                        "--gateway.upstream.generation-timeout=130s"),
                WrongSettings.of(
                        "gateway.delivery.fetch-retry.patience (8s) must not be longer than gateway.delivery.fetch-timeout",
                        "--gateway.delivery.fetch-retry.patience=8s",
                        "--gateway.delivery.fetch-timeout=5s"),
                WrongSettings.of(
                        "gateway.images.url-lifetime (2h) must not be longer than gateway.images.time-to-live",
                        "--gateway.images.url-lifetime=2h",
                        "--gateway.images.time-to-live=1h"),
                WrongSettings.of(
                        "gateway.ledger.timeout (30s) must not be longer than gateway.ledger.lease",
                        "--gateway.ledger.timeout=30s",
                        "--gateway.ledger.lease=20s"));
    }

    /** Faults of a list as a whole, whose elements are not looked at then. */
    static Stream<WrongSettings> spoiltLists() {
        return Stream.of(
                WrongSettings.of("gateway.clients is a list", "--gateway.clients.id=a"),
                WrongSettings.of(
                        "key-hashes is set as a whole and by its elements", "--gateway.clients[0].key-hashes[1]=0"),
                WrongSettings.of("gateway.clients[2]", "--gateway.clients[2].id=c"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiltLists")
    void listThatCannotBeReadIsRefused(WrongSettings wrong, CapturedOutput output) {
        wrong.assertReported(refusal(output, wrong.arguments()));
    }

    static List<WrongSettings.Group> groups() {
        return WrongSettings.grouped(Stream.concat(misleading(), contradictions()));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void valuesThatWouldMeanSomethingElseAreRefused(WrongSettings.Group group, CapturedOutput output) {
        group.assertReported(refusal(output, group.settings()));
    }
}
