package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Program;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;

/** What is not configured does not start, and says in one line what to set. */
class StartupTests extends ConfigurationFixture {

    static Stream<Arguments> environments() {
        return Stream.of(
                Arguments.of("no key for AIML API: set AIML_API_KEY", Map.of()),
                Arguments.of(
                        "no client may call: set gateway.clients[0].id", Map.of("AIML_API_KEY", TestKeys.UPSTREAM)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("environments")
    void programEndsWithOneLine(String says, Map<String, String> environment) {
        var program = Program.run(environment);

        assertThat(program.exit()).isEqualTo(1);
        assertThat(onlyComplaint(program.output())).contains(says);
    }

    private static final String MODEL_PRICES = "--gateway.catalogue.models.stable-diffusion-v3-medium.prices";

    /** Each is found out whatever else is wrong. */
    static Stream<WrongSettings> refusals() {
        return Stream.of(
                WrongSettings.of("no key for AIML API: set AIML_API_KEY", "--gateway.upstream.api-key=  "),
                WrongSettings.of(
                        "AIML_API_KEY_FILE cannot be read",
                        "--gateway.upstream.api-key=",
                        "--gateway.upstream.api-key-file=/nowhere"),
                WrongSettings.of(
                        "the key for AIML API is unusable",
                        "--gateway.upstream.api-key=" + TestKeys.UPSTREAM + "\nX: y"),
                WrongSettings.of("gateway.ledger.retention must be at least 92d", "--gateway.ledger.retention=91d"),
                WrongSettings.of("gateway.ledger.lease must be from 1s to 10m", "--gateway.ledger.lease=0s"),
                WrongSettings.of(
                        "gateway.response-timeout must be from 100ms to 10m", "--gateway.response-timeout=1ms"),
                WrongSettings.of("gateway.replay.key-lifetime must be", "--gateway.replay.key-lifetime=1s"),
                WrongSettings.of("gateway.replay.adopt-window must be", "--gateway.replay.adopt-window=2h"),
                WrongSettings.of("gateway.replay.answered-window must be", "--gateway.replay.answered-window=0s"),
                WrongSettings.of("gateway.replay.refusal-memory must be", "--gateway.replay.refusal-memory=1h"),
                WrongSettings.of("gateway.replay.poll-interval must be", "--gateway.replay.poll-interval=1ms"),
                WrongSettings.of(
                        "gateway.replay.seeded.time-to-live must be", "--gateway.replay.seeded.time-to-live=31d"),
                WrongSettings.of("gateway.delivery.url-trust must be", "--gateway.delivery.url-trust=-1s"),
                WrongSettings.of("gateway.ledger.batch must be from 1 to 1000", "--gateway.ledger.batch=0"),
                WrongSettings.of(
                        "gateway.clients[0].budget.credits-per-day must be at least 1",
                        "--gateway.clients[0].budget.credits-per-day=0"),
                WrongSettings.of(
                        "gateway.budget.credits-per-month must be at least 1", "--gateway.budget.credits-per-month=0"),
                WrongSettings.of("gateway.budget.zone", "--gateway.budget.zone=Mars/Olympus"),
                WrongSettings.of(
                        "gateway.reconciliation.interval must be from 100ms to 1d",
                        "--gateway.reconciliation.interval=0s"),
                WrongSettings.of(
                        "gateway.reconciliation.unknown-max-age must be longer than settle-lag",
                        "--gateway.reconciliation.unknown-max-age=1h"),
                WrongSettings.of("gateway.server.header-timeout must be", "--gateway.server.header-timeout=99ms"),
                WrongSettings.of("gateway.server.header-timeout must be", "--gateway.server.header-timeout=601s"),
                WrongSettings.of("gateway.server.max-headers must be", "--gateway.server.max-headers=9"),
                WrongSettings.of("gateway.server.max-headers must be", "--gateway.server.max-headers=1001"),
                WrongSettings.of("gateway.server.body-timeout must be", "--gateway.server.body-timeout=99ms"),
                WrongSettings.of("gateway.server.body-timeout must be", "--gateway.server.body-timeout=601s"),
                WrongSettings.of("gateway.server.answer-timeout must be", "--gateway.server.answer-timeout=99ms"),
                WrongSettings.of("gateway.server.answer-timeout must be", "--gateway.server.answer-timeout=601s"),
                WrongSettings.of("gateway.clients[0].id must be", "--gateway.clients[0].id=Team A"),
                WrongSettings.of(
                        "gateway.clients[0].roles has a value that cannot be read as a list of Role: each is one of"
                                + " admin, metrics",
                        "--gateway.clients[0].roles=boss"),
                WrongSettings.of(
                        "gateway.clients[0].limits.requests-per-minute must be from 1 to 10000000",
                        "--gateway.clients[0].limits.requests-per-minute=0"),
                WrongSettings.of(
                        "gateway.clients[0].limits.images-burst must be from 4",
                        "--gateway.clients[0].limits.images-burst=3"),
                WrongSettings.of(
                        "gateway.images.store is s3: set gateway.images.s3.bucket to the name of a bucket",
                        "--gateway.images.store=s3"),
                WrongSettings.of(
                        "gateway.images.s3.access-key-id and secret-access-key belong together",
                        "--gateway.images.s3.access-key-id=AKIA"),
                WrongSettings.of(
                        "gateway.images.s3.kms-key-id is for server-side-encryption: aws:kms",
                        "--gateway.images.s3.kms-key-id=alias/x",
                        "--gateway.images.s3.server-side-encryption=AES256"),
                WrongSettings.of(
                        "gateway.images.s3.endpoint must begin with", "--gateway.images.s3.endpoint=s3.example"),
                WrongSettings.of(
                        "gateway.limits.generations-in-flight must be from 1",
                        "--gateway.limits.generations-in-flight=0"),
                WrongSettings.of(
                        "gateway.clients[0].models[0] is the id, alias or family of no model",
                        "--gateway.clients[0].models=dall-e-3"),
                WrongSettings.of("gateway.clients-file cannot be read: /nowhere", "--gateway.clients-file=/nowhere"),
                WrongSettings.of(
                        "gateway.access.failures-per-minute must be from 1", "--gateway.access.failures-per-minute=0"),
                WrongSettings.of("gateway.rate-limit.replicas must be from 1", "--gateway.rate-limit.replicas=0"),
                WrongSettings.of(
                        "gateway.rate-limit.redis.timeout must be from 1ms", "--gateway.rate-limit.redis.timeout=0s"),
                WrongSettings.of(
                        "gateway.clients[0].key-hashes[0] is no SHA-256",
                        "--gateway.clients[0].key-hashes=" + TestKeys.CLIENT),
                WrongSettings.of(
                        "gateway.clients[0].key-hashes[0] has 63 hexadecimal digits; a SHA-256 has 64",
                        "--gateway.clients[0].key-hashes="
                                + Gateway.sha256(TestKeys.CLIENT).substring(1)),
                WrongSettings.of(
                        "gateway.clients[0].key-hashes[0] has more than a SHA-256",
                        "--gateway.clients[0].key-hashes=" + Gateway.sha256(TestKeys.CLIENT) + "  -"),
                WrongSettings.of(
                        "gateway.clients[0].key-hashes[0] is the SHA-256 of an empty text",
                        "--gateway.clients[0].key-hashes=" + Gateway.sha256("")),
                WrongSettings.of(
                        "gateway.clients[0].key-hashes[0] is the SHA-256 of an empty text",
                        "--gateway.clients[0].key-hashes=" + Gateway.sha256("\n")),
                WrongSettings.of(
                        "gateway.clients[0].key-hashes[0] is the SHA-256 of an empty text",
                        "--gateway.clients[0].key-hashes=sha256:" + Gateway.sha256("\r\n")),
                WrongSettings.of(
                        "gateway.upstream.attempt-timeout has a value that cannot be read as Duration",
                        "--gateway.upstream.attempt-timeout=abc"),
                WrongSettings.of("gateway.upstream.attempt-timeout must be", "--gateway.upstream.attempt-timeout=0s"),
                WrongSettings.of(
                        "gateway.upstream.books.reads-per-minute must be",
                        "--gateway.upstream.books.reads-per-minute=0"),
                WrongSettings.of(
                        "gateway.upstream.books.page-timeout must be", "--gateway.upstream.books.page-timeout=0s"),
                WrongSettings.of(
                        "gateway.upstream.books.retry-delay must be", "--gateway.upstream.books.retry-delay=2m"),
                WrongSettings.of(
                        "gateway.delivery.allowed-origins: write each as https://host",
                        "--gateway.delivery.allowed-origins=https://cdn.aimlapi.com/path"),
                WrongSettings.of(
                        "gateway.delivery.allowed-origins: * stands for subdomains",
                        "--gateway.delivery.allowed-origins=https://*.com"),
                WrongSettings.of(
                        "gateway.delivery.allowed-networks: write each as an address",
                        "--gateway.delivery.allowed-networks=cdn.aimlapi.com"),
                WrongSettings.of(
                        "gateway.delivery.max-image-pixels must be from 1 to 1000000000",
                        "--gateway.delivery.max-image-pixels=0"));
    }

    /** Each is found out if nothing else is wrong. */
    static Stream<WrongSettings> alone() {
        return Stream.of(
                WrongSettings.of(
                        "SPRING_DATASOURCE_URL must be jdbc:postgresql://host[:port]/database",
                        "--spring.datasource.url=jdbc:mysql://localhost/x"),
                WrongSettings.of(
                        "prices[0].credits-per-image must be at least 1", MODEL_PRICES + "[0].valid-from=2027-01-01"),
                WrongSettings.of(
                        "prices[0].valid-from is missing: a day such as 2027-01-01",
                        MODEL_PRICES + "[0].credits-per-image=1"),
                WrongSettings.of(
                        "gateway.catalogue.prices[0].unit cannot be token",
                        "--gateway.catalogue.prices[0].model=gpt-image-2",
                        "--gateway.catalogue.prices[0].credits=1",
                        "--gateway.catalogue.prices[0].unit=token"),
                WrongSettings.of(
                        "gateway.catalogue.prices[0] cannot be for each megapixel",
                        "--gateway.catalogue.prices[0].model=luma/uni-1",
                        "--gateway.catalogue.prices[0].credits=1",
                        "--gateway.catalogue.prices[0].unit=megapixel"),
                WrongSettings.of("gateway.clients[0].key-hashes is empty", "--gateway.clients[0].key-hashes="),
                WrongSettings.of(
                        "set gateway.rate-limit.redis.url to redis://host:port", "--gateway.rate-limit.store=redis"),
                WrongSettings.of(
                        "gateway.rate-limit.redis.url must be redis://host:port",
                        "--gateway.rate-limit.store=redis",
                        "--gateway.rate-limit.redis.url=http://:" + TestKeys.CLIENT + "@host"),
                WrongSettings.of(
                        "redis.ssl-bundle is for TLS",
                        "--gateway.rate-limit.store=redis",
                        "--gateway.rate-limit.redis.url=redis://127.0.0.1:1",
                        "--spring.ssl.bundle.pem.mine.reload-on-update=false",
                        "--gateway.rate-limit.redis.ssl-bundle=mine"),
                WrongSettings.of(
                        "redis.username needs a password",
                        "--gateway.rate-limit.store=redis",
                        "--gateway.rate-limit.redis.url=redis://127.0.0.1:1",
                        "--gateway.rate-limit.redis.username=a"),
                WrongSettings.of(
                        "redis.url holds a login",
                        "--gateway.rate-limit.store=redis",
                        "--gateway.rate-limit.redis.url=redis://:" + TestKeys.CLIENT + "@127.0.0.1:1",
                        "--gateway.rate-limit.redis.password=" + TestKeys.CLIENT),
                WrongSettings.of(
                        "management.server.port must be another port",
                        "--server.port=18099",
                        "--management.server.port=18099"),
                WrongSettings.of(
                        "gateway.rate-limit.redis.ssl-bundle names no bundle",
                        "--gateway.rate-limit.store=redis",
                        "--gateway.rate-limit.redis.url=rediss://127.0.0.1:1",
                        "--gateway.rate-limit.redis.ssl-bundle=none"),
                WrongSettings.of(
                        "gateway.clients[1].id is that of an earlier client",
                        "--gateway.clients[1].id=team-a",
                        "--gateway.clients[1].key-hashes=" + Gateway.sha256("another")),
                WrongSettings.of(
                        "gateway.clients[1].key-hashes[0] appears twice",
                        "--gateway.clients[1].id=team-b",
                        "--gateway.clients[1].key-hashes=" + Gateway.sha256(TestKeys.CLIENT)),
                WrongSettings.of("gateway.upstream.base-url must be", "--gateway.upstream.base-url=aimlapi.com"),
                WrongSettings.of("gateway.public-url must be", "--gateway.public-url=images.example.com"),
                WrongSettings.of("gateway.public-url must be", "--gateway.public-url=ftp://images.example.com"),
                WrongSettings.of("gateway.public-url must be", "--gateway.public-url=https://images.example.com/?a=b"),
                WrongSettings.of(
                        "credits-per-image must be at least 1",
                        "--gateway.catalogue.models.stable-diffusion-v3-medium.credits-per-image=0"),
                WrongSettings.of("cannot be written", "--gateway.ledger.directory=/dev/null/data"),
                WrongSettings.of(
                        "the ledger's PostgreSQL cannot be reached",
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/x",
                        "--spring.datasource.password=" + TestKeys.UPSTREAM));
    }

    static List<WrongSettings.Group> groups() {
        return WrongSettings.grouped(refusals());
    }

    @ParameterizedTest
    @MethodSource("groups")
    void wrongSettingsAreOneComplaint(WrongSettings.Group group, CapturedOutput output) {
        group.assertReported(refusal(output, group.settings()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"alone", "dev.imagegateway.settings.IssuerSettingCases#refusals"})
    void wrongSettingIsOneComplaint(WrongSettings wrong, CapturedOutput output) {
        wrong.assertReported(refusal(output, wrong.arguments()));
    }

    @Test
    void keyIsReadFromAFile() throws IOException {
        var file = Files.writeString(folder.resolve("key"), TestKeys.UPSTREAM + "\n");
        try (var upstream = new StubUpstream();
                var gateway = Gateway.start(
                        upstream.url(), "--gateway.upstream.api-key=", "--gateway.upstream.api-key-file=" + file)) {
            upstream.answers(200, Map.of(), "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}");

            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(upstream.posts().getFirst().headers().get("Authorization"))
                    .containsExactly("Bearer " + TestKeys.UPSTREAM);
        }
    }

    @Test
    void withoutTheProfileNobodyIsTheSandboxClient() {
        try (var gateway = Gateway.start(URI.create("http://127.0.0.1:1"))) {
            var answer =
                    gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer sandbox-key"));
            assertThat(answer.status()).isEqualTo(401);
        }
    }
}
