package dev.imagegateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import dev.imagegateway.support.GatewayWithTokens;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.TestIssuer;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestTokens;
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

    private void assertUnavailable(GatewayWithTokens desk) {
        var answer = desk.generate(issuer.token(SUBJECT));
        Problems.assertProblem(answer, 503, "issuer-unavailable", "/v1/images/generations");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.headers()).doesNotContainKeys("x-should-retry", "WWW-Authenticate");
    }

    @Test
    void issuerThatIsDownAtTheStartStopsNothingButItsTokens(CapturedOutput output) {
        issuer.goDown();
        try (var desk = GatewayWithTokens.open(issuer.settings(0), NAMED, OFTEN)) {
            for (int i = 0; i < 10; i++) {
                assertUnavailable(desk);
            }
            assertThat(desk.sandbox().posts()).isEmpty();
            assertThat(desk.generate(TestKeys.CLIENT).status()).isEqualTo(200);
            assertThat(desk.gateway().metric("image_gateway_issuer_keys_seconds_count", "failed"))
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
        try (var desk = GatewayWithTokens.open(
                issuer.settings(0), NAMED, "--gateway.jwt.timeout=500ms", "--gateway.jwt.keys-interval=1m")) {
            // the issuer would answer at last: whoever waited for it would be served
            for (int i = 0; i < 5; i++) {
                assertUnavailable(desk);
            }
            // for its discovery and for its keys; the others are told without asking again
            assertThat(desk.gateway().metric("image_gateway_issuer_keys_seconds_count", "failed"))
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void keptKeysServeWhileTheIssuerIsAway() {
        try (var desk = GatewayWithTokens.open(
                issuer.settings(0), NAMED, OFTEN, "--gateway.jwt.keys-ttl=1s", "--gateway.jwt.keys-outage=1h")) {
            assertThat(desk.generate(issuer.token(SUBJECT)).status()).isEqualTo(200);

            issuer.goDown();

            // until their time is over and new ones were asked for in vain, several times
            await().until(() -> {
                assertThat(desk.generate(issuer.token(SUBJECT)).status()).isEqualTo(200);
                return desk.gateway().metric("image_gateway_issuer_keys_seconds_count", "failed") >= 3;
            });
            assertThat(desk.generate(issuer.token(SUBJECT)).status()).isEqualTo(200);
            var foreign = TestTokens.sign(JWSAlgorithm.RS256, TestTokens.newRsa(), issuer.claims(SUBJECT));
            assertThat(desk.generate(foreign).problem()).isEqualTo("unauthenticated");
        }
    }

    @Test
    void keptKeysDoNotServeForEver() {
        try (var desk = GatewayWithTokens.open(
                issuer.settings(0), NAMED, OFTEN, "--gateway.jwt.keys-ttl=1s", "--gateway.jwt.keys-outage=2s")) {
            assertThat(desk.generate(issuer.token(SUBJECT)).status()).isEqualTo(200);

            issuer.goDown();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertUnavailable(desk));

            issuer.comeBack();
            await().untilAsserted(() ->
                    assertThat(desk.generate(issuer.token(SUBJECT)).status()).isEqualTo(200));
        }
    }
}
