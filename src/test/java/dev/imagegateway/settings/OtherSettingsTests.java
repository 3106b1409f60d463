package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.DefaultLocale;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

/** Faults outside {@code gateway.*} are one line, too, and so is a fault on a machine with another language. */
class OtherSettingsTests extends ConfigurationFixture {

    /** Settings of Spring and of libraries. */
    static Stream<WrongSettings> ofOthers() {
        return Stream.of(
                WrongSettings.of("server.ssl.bundle names no bundle of spring.ssl.bundle", "--server.ssl.bundle=none"),
                WrongSettings.of(
                        "management.server.ssl.bundle names no bundle of spring.ssl.bundle; there is: mine",
                        "--management.server.ssl.bundle=none",
                        "--spring.ssl.bundle.pem.mine.keystore.certificate=/nowhere.pem"),
                WrongSettings.of(
                        "spring.ssl.bundle.pem.mine, which server.ssl.bundle names, cannot be used: there is no file"
                                + " /nowhere.pem",
                        "--server.ssl.bundle=mine",
                        "--spring.ssl.bundle.pem.mine.keystore.certificate=/nowhere.pem"),
                WrongSettings.of("/nowhere.yaml", "--spring.config.additional-location=file:/nowhere.yaml"),
                WrongSettings.of("server.port has a value that cannot be used", "--server.port=abc"),
                WrongSettings.of(
                        "server.tomcat.max-connections has a value that cannot be read as int",
                        "--server.tomcat.max-connections=" + TestKeys.UPSTREAM),
                WrongSettings.of("logging.level", "--logging.level.root=loud"),
                WrongSettings.of(
                        "resilience4j.circuitbreaker.instances.upstream.sliding-window-size has a value that is not allowed",
                        "--resilience4j.circuitbreaker.instances.upstream.sliding-window-size=0"),
                WrongSettings.of(
                        "resilience4j.ratelimiter.instances.upstream.limit-for-period",
                        "--resilience4j.ratelimiter.instances.upstream.limit-for-period=x"),
                WrongSettings.of("spring.threads.virtual", "--spring.threads.virtual.enabled=maybe"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofOthers")
    void wrongSettingIsOneComplaint(WrongSettings wrong, CapturedOutput output) {
        wrong.assertReported(refusal(output, wrong.arguments()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.port", "management.server.port"})
    void takenPortIsOneComplaint(String setting, CapturedOutput output) throws IOException {
        try (var taken = new ServerSocket(0)) {
            var port = taken.getLocalPort();

            // not before the ledger is open: a port is taken at the end
            assertThat(anyRefusal(output, "--" + setting + "=" + port)).contains("ort " + port + " was already in use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "ar-EG-u-nu-arab", "tr-TR"})
    void complaintsAreTheSameInEveryLocale(String locale, CapturedOutput output) {
        try (var _ = DefaultLocale.of(locale)) {
            assertThat(refusal(
                            output,
                            "--gateway.ledger.batch=0",
                            "--gateway.ledger.retention=91d",
                            "--gateway.upstream.attempt-timeout=1000",
                            "--gateway.budget.credits-per-day=0"))
                    .contains(
                            "gateway.ledger.batch must be from 1 to 1000",
                            "gateway.ledger.retention must be at least 92d",
                            "gateway.upstream.attempt-timeout has no unit: write 1000s",
                            "gateway.budget.credits-per-day must be at least 1");
        }
    }
}
