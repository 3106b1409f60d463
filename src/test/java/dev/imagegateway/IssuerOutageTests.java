package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an issuer that is away does to those who call, and to those who do not use its tokens. */
@ExtendWith(OutputCaptureExtension.class)
class IssuerOutageTests {

    private static final String SUBJECT = "shop-service";
    private static final String NAMED = "--gateway.clients[0].subjects[0].subject=" + SUBJECT;
    private static final String OFTEN = "--gateway.jwt.keys-interval=100ms";

    private TestIssuer issuer;

    @BeforeEach
    void start() {
        issuer = TestIssuer.start();
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private void assertUnavailable(TokenDesk desk) {
        var answer = desk.generate(issuer.token(SUBJECT));
        ErrorTests.assertProblem(answer, 503, "issuer-unavailable", "/v1/images/generations");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.headers()).doesNotContainKeys("x-should-retry", "WWW-Authenticate");
    }

    @Test
    void issuerThatIsDownAtTheStartStopsNothingButItsTokens(CapturedOutput output) {
        issuer.goDown();
        try (var desk = TokenDesk.open(issuer.settings(0), NAMED, OFTEN)) {
            for (int i = 0; i < 10; i++) {
                assertUnavailable(desk);
            }
            assertThat(desk.sandbox().posts()).isEmpty();
            assertThat(desk.generate(TestKeys.CLIENT).status()).isEqualTo(200);
            assertThat(desk.gateway().metric("issuer_keys_seconds_count", "failed"))
                    .isPositive();

            issuer.comeBack();

            await().untilAsserted(() ->
                    assertThat(desk.generate(issuer.token(SUBJECT)).status()).isEqualTo(200));
            assertThat(output.getAll())
                    .containsOnlyOnce("The keys of issuer " + issuer.name() + " cannot be had: ")
                    .containsOnlyOnce("The keys of issuer " + issuer.name() + " can be had again");
        }
    }

    @Test
    void issuerThatIsSilentHoldsNobodyUpForLong() {
        issuer.takes(Duration.ofSeconds(20));
        try (var desk = TokenDesk.open(issuer.settings(0), NAMED, "--gateway.jwt.timeout=500ms")) {
            var began = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                assertUnavailable(desk);
            }
            // two looks, and the rest is told at once
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void keptKeysServeWhileTheIssuerIsAwayButNotForEver() throws InterruptedException {
        try (var desk = TokenDesk.open(
                issuer.settings(0), NAMED, OFTEN, "--gateway.jwt.keys-ttl=1s", "--gateway.jwt.keys-outage=6s")) {
            assertThat(desk.generate(issuer.token(SUBJECT)).status()).isEqualTo(200);

            issuer.goDown();

            // three times as long as keys are kept without an outage
            for (int i = 0; i < 15; i++) {
                assertThat(desk.generate(issuer.token(SUBJECT)).status()).isEqualTo(200);
                Thread.sleep(200);
            }
            var foreign = TestTokens.sign(JWSAlgorithm.RS256, TestTokens.newRsa(), issuer.claims(SUBJECT));
            assertThat(desk.generate(foreign).problem()).isEqualTo("unauthenticated");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertUnavailable(desk));

            issuer.comeBack();
            await().untilAsserted(() ->
                    assertThat(desk.generate(issuer.token(SUBJECT)).status()).isEqualTo(200));
        }
    }
}
