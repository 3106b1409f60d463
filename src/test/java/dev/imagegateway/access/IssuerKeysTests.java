package dev.imagegateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayWithTokens;
import dev.imagegateway.support.TestIssuer;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestTokens;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How an issuer's keys are asked for, and how seldom. */
@ExtendWith(OutputCaptureExtension.class)
class IssuerKeysTests {

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

    private void assertServes(GatewayWithTokens desk) {
        var answer = desk.generate(issuer.token(SUBJECT));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void nothingIsAskedBeforeTheFirstTokenAndOnceForMany() {
        try (var desk = GatewayWithTokens.open(issuer.settings(0), NAMED)) {
            assertThat(desk.generate(TestKeys.CLIENT).status()).isEqualTo(200);
            assertThat(issuer.looks()).isEmpty();

            for (int i = 0; i < 5; i++) {
                assertServes(desk);
            }
            assertThat(issuer.looks()).hasSize(2);
        }
    }

    @Test
    void newKeysServeWithoutARestartAndOldOnesNoMore() {
        try (var desk = GatewayWithTokens.open(issuer.settings(0), NAMED)) {
            var old = issuer.token(SUBJECT);
            assertThat(desk.generate(old).status()).isEqualTo(200);

            issuer.rotate();

            assertServes(desk);
            assertThat(desk.generate(old).problem()).isEqualTo("unauthenticated");
        }
    }

    @Test
    void floodOfUnknownKeysIsNoFloodToTheIssuer() {
        try (var desk = GatewayWithTokens.open(issuer.settings(0), NAMED, "--gateway.jwt.keys-interval=1m")) {
            assertServes(desk);
            desk.sandbox().reset();
            var foreign = TestTokens.newRsa().toRSAKey();

            var calls = IntStream.range(0, 200)
                    .mapToObj(_ -> new RSAKey.Builder(foreign)
                            .keyID(UUID.randomUUID().toString())
                            .build())
                    .map(key -> TestTokens.sign(JWSAlgorithm.RS256, key, issuer.claims(SUBJECT)))
                    .map(token -> desk.gateway()
                            .callLater(desk.gateway()
                                    .generation(Gateway.A_CAT)
                                    .setHeader("Authorization", "Bearer " + token)))
                    .toList();

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join())
                            .isInstanceOfSatisfying(
                                    Call.Answered.class,
                                    answered -> assertThat(answered.answer().problem())
                                            .isEqualTo("unauthenticated")));
            assertThat(issuer.keyLooks()).isLessThanOrEqualTo(2);
            assertThat(desk.sandbox().posts()).isEmpty();
            assertServes(desk);
        }
    }

    @Test
    void whatCannotBeTheKeysIsNotTakenForThem() {
        try (var desk = GatewayWithTokens.open(issuer.settings(0), NAMED, OFTEN)) {
            var good = issuer.keySet();
            for (var bad : List.of("", "{}", "<html>", "{\"keys\":[]}", good + " ".repeat(1_100_000))) {
                issuer.serves(bad);
                assertLooksInVain(desk);
            }
            issuer.serves(good);
            issuer.callsItself("https://another.invalid");
            assertLooksInVain(desk);
            issuer.callsItself(issuer.name());
            issuer.keysAreAt(URI.create("file:/etc/passwd"));
            assertLooksInVain(desk);
            issuer.keysAreAt(issuer.jwks());
            await().untilAsserted(() -> assertServes(desk));

            issuer.serves("{\"keys\":[]}");
            var before = issuer.keyLooks();
            await().untilAsserted(() -> {
                var token = TestTokens.sign(JWSAlgorithm.RS256, TestTokens.newRsa(), issuer.claims(SUBJECT));
                assertThat(desk.generate(token).problem()).isEqualTo("unauthenticated");
                assertThat(issuer.keyLooks()).isGreaterThan(before);
            });
            assertServes(desk);
        }
    }

    /** RFC 7517, section 5: what a reader does not understand in a set, it ignores. */
    @Test
    void entryThatCannotBeUsedIsIgnoredAndTheOthersServe(CapturedOutput output) {
        try (var desk = GatewayWithTokens.open(issuer.settings(0), NAMED, OFTEN)) {
            var odd = List.of(
                    "{\"kty\":\"EC\",\"crv\":\"P-999\",\"x\":\"AA\",\"y\":\"AA\"}",
                    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                    "{\"kty\":\"RSA\",\"e\":\"AQAB\"}",
                    "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}",
                    "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"x5c\":[\"no certificate\"]}",
                    "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"x5c\":[null,7]}",
                    "{\"kty\":\"RSA\",\"n\":7,\"e\":[],\"use\":{},\"key_ops\":\"verify\"}",
                    "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"pub\":\"AA\"}",
                    "{\"kty\":7}",
                    "{\"kid\":\"without a type\"}",
                    "{}",
                    "null",
                    "7",
                    "[]");
            issuer.serves(
                    issuer.keySet().replace("{\"keys\":[", "{\"more\":null,\"keys\":[" + String.join(",", odd) + ","));

            assertServes(desk);
            assertThat(output)
                    .contains(odd.size() + " of the " + (odd.size() + 2) + " keys of issuer " + issuer.name()
                            + " cannot be used");
        }
    }

    @Test
    void discoveryThatIsNoneIsAnIssuerThatCannotBeAsked() {
        try (var desk = GatewayWithTokens.open(issuer.settings(0), NAMED, OFTEN)) {
            var named = "{\"issuer\":\"" + issuer.name() + "\",\"jwks_uri\":";
            for (var odd : List.of(
                    "null",
                    "[]",
                    "7",
                    "{}",
                    "{\"issuer\":{},\"jwks_uri\":[]}",
                    "[".repeat(100_000),
                    named + "null}",
                    named + "\"/keys\"}",
                    named + "\"http://\"}",
                    named + "\"http://127.0.0.1:99999/keys\"}",
                    named + "\"ftp://127.0.0.1/keys\"}")) {
                issuer.isDiscoveredAs(odd);
                assertLooksInVain(desk);
            }
            issuer.isDiscoveredAs("");
            await().untilAsserted(() -> assertServes(desk));
        }
    }

    private void assertLooksInVain(GatewayWithTokens desk) {
        var before = issuer.looks().size();
        await().untilAsserted(() -> {
            assertThat(desk.generate(issuer.token(SUBJECT)).problem()).isEqualTo("issuer-unavailable");
            assertThat(issuer.looks()).hasSizeGreaterThan(before);
        });
    }
}
