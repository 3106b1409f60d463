package dev.imagegateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.imagegateway.support.Answer;
import dev.imagegateway.support.GatewayWithTokens;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.TestIssuer;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A token that is not wholly good buys nothing, and its sender hears why. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class TokenRefusalTests {

    private static final String SUBJECT = "shop-service";

    private TestIssuer issuer;
    private GatewayWithTokens desk;

    @BeforeAll
    void open() {
        issuer = TestIssuer.start();
        desk = GatewayWithTokens.open(issuer.settings(0), "--gateway.clients[0].subjects[0].subject=" + SUBJECT);
    }

    @AfterAll
    void close() {
        desk.close();
        issuer.close();
    }

    private static Arguments refusal(String reason, String says, Function<TestIssuer, String> token) {
        return Arguments.of(reason, says, token);
    }

    private static Arguments changed(
            String reason, String says, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        return refusal(reason, says, issuer -> issuer.sign(change.apply(issuer.claims(SUBJECT))));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                changed("wrong-audience", "for this gateway", claims -> claims.audience("another-service")),
                changed("wrong-audience", "for this gateway", claims -> claims.audience("image-gateway-2")),
                changed("wrong-audience", "for this gateway", claims -> claims.audience((String) null)),
                changed("expired", "ask its issuer for a new one", claims -> claims.expirationTime(in(-31))),
                changed("not-yet-valid", "wait until it is", claims -> claims.notBeforeTime(in(60))),
                changed("no-expiry", "exp is missing", claims -> claims.expirationTime(null)),
                changed("unknown-issuer", "is none that this gateway", claims -> claims.issuer("https://evil.invalid")),
                changed("unknown-issuer", "is none that this gateway", claims -> claims.issuer(null)),
                changed("unknown-subject", "none of this gateway's clients", claims -> claims.subject("stranger")),
                changed("unknown-subject", "none of this gateway's clients", claims -> claims.subject(null)),
                refusal(
                        "unknown-issuer",
                        "is none that this gateway",
                        issuer -> issuer.sign(issuer.claims(SUBJECT).issuer(issuer.name() + "/"))),
                refusal(
                        "algorithm",
                        "is not taken",
                        issuer -> new PlainJWT(issuer.claims(SUBJECT).build()).serialize()),
                refusal(
                        "algorithm",
                        "is not taken",
                        issuer -> TestTokens.sign(
                                JWSAlgorithm.HS256,
                                new OctetSequenceKey.Builder(issuer.publicBytes())
                                        .keyID(issuer.rsa().getKeyID())
                                        .build(),
                                issuer.claims(SUBJECT))),
                refusal(
                        "signature",
                        "ask the issuer for a new token",
                        issuer -> TestTokens.sign(
                                JWSAlgorithm.RS256,
                                TestTokens.newRsa(issuer.rsa().getKeyID()),
                                issuer.claims(SUBJECT))),
                refusal(
                        "signature",
                        "ask the issuer for a new token",
                        issuer -> TestTokens.sign(
                                JWSAlgorithm.RS256, TestTokens.newRsa("unknown"), issuer.claims(SUBJECT))),
                refusal("signature", "ask the issuer for a new token", TokenRefusalTests::withAnothersClaims));
    }

    private static String withAnothersClaims(TestIssuer issuer) {
        var signed = TestTokens.parts(issuer.token("somebody"));
        return signed.get(0) + "." + TestTokens.parts(issuer.token(SUBJECT)).get(1) + "." + signed.get(2);
    }

    @ParameterizedTest(name = "{0}, {index}")
    @MethodSource("refusals")
    void isRefusedWithItsReason(String reason, String says, Function<TestIssuer, String> made, CapturedOutput output) {
        var token = made.apply(issuer);
        var before = desk.gateway().metric("image_gateway_credential_refused_total", "reason=\"" + reason + "\"");

        var answer = desk.generate(token);

        assertRefused(answer);
        assertThat(answer.json().path("detail").asString()).contains(says);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(desk.gateway().metric("image_gateway_credential_refused_total", "reason=\"" + reason + "\""))
                .isEqualTo(before + 1);
        for (var part : TestTokens.parts(token)) {
            assertThat(answer.print()).doesNotContain(part);
            assertThat(output.getAll()).doesNotContain(part);
        }
        assertThat(answer.print()).doesNotContain(SUBJECT, issuer.name(), "another-service", "evil", "stranger");
    }

    private void assertRefused(Answer answer) {
        Problems.assertProblem(answer, 401, "unauthenticated", "/v1/images/generations");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(desk.sandbox().posts()).isEmpty();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<String> malformed() {
        var header = encoded("{\"alg\":\"RS256\"}");
        var claims = encoded("{\"iss\":\"a\"}");
        return Stream.of(
                "..",
                "a.b.c",
                header + "..",
                header + "." + claims + ".",
                header + "." + encoded("no json") + ".AA",
                header + "." + encoded("[]") + ".AA",
                header + "." + encoded("{\"iss\":7}") + ".AA",
                header + "." + encoded("{\"iss\":\"a\",\"exp\":\"soon\"}") + ".AA",
                header + "." + encoded("{\"iss\":".repeat(1000)) + ".AA",
                header + "." + encoded("[".repeat(6000)) + ".AA",
                encoded("{}") + "." + claims + ".AA",
                encoded("{\"alg\":7}") + "." + claims + ".AA",
                encoded("{\"alg\":\"RS256\",\"typ\":7}") + "." + claims + ".AA",
                encoded("{\"alg\":\"RS256\",\"kid\":{}}") + "." + claims + ".AA",
                encoded("{\"alg\":\"RS256\",\"x5c\":[7,null]}") + "." + claims + ".AA",
                encoded("{\"alg\":\"RS256\",\"x5u\":\"::\",\"jku\":\"http://[\"}") + "." + claims + ".AA",
                encoded("{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-0\"}}") + "." + claims + ".AA",
                encoded("{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}") + "." + claims + ".AA",
                encoded("{\"alg\":\"RS256\",\"b64\":false,\"crit\":[\"b64\"]}") + "." + claims + ".AA",
                encoded("{\"alg\":\"RS256\",\"crit\":[\"x\"]}") + "." + claims + ".AA",
                encoded("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}") + "." + claims + ".AA",
                encoded("{\"alg\":\"none\"}") + "." + claims + ".",
                header + "." + claims + ".AA.AA.AA",
                header + "." + claims);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoTokenIsRefusedLikeOne(String token) {
        assertRefused(desk.generate(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "secevent+jwt", "JOSE"})
    void whatElseTheIssuerSignsIsNoAccessToken(String type) {
        assertRefused(desk.generate(issuer.signTyped(type, issuer.claims(SUBJECT))));
    }

    /** RFC 9068 names both forms of its own type; RFC 7515 allows to leave out {@code application/}. */
    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "application/at+jwt", "AT+JWT", "JWT", "application/jwt"})
    void accessTokenMaySayThatItIsOne(String type) {
        assertThat(desk.generate(issuer.signTyped(type, issuer.claims(SUBJECT))).status())
                .isEqualTo(200);
        desk.sandbox().reset();
    }

    static Stream<String> oddClaims() {
        return Stream.of(
                "\"aud\":[null]",
                "\"aud\":[7,{}]",
                "\"aud\":{\"image-gateway\":true}",
                "\"aud\":7",
                "\"aud\":\"image-gateway\",\"sub\":[\"shop-service\"]",
                "\"aud\":\"image-gateway\",\"sub\":{\"a\":[[[[]]]]}",
                "\"aud\":\"image-gateway\",\"sub\":\"a\\u0000\\ud800b\"",
                "\"aud\":\"image-gateway\",\"sub\":\"x\",\"exp\":1e400",
                "\"aud\":\"image-gateway\",\"sub\":\"x\",\"exp\":-9223372036854775808",
                "\"aud\":\"image-gateway\",\"sub\":\"x\",\"exp\":99999999999999999999999",
                "\"aud\":\"image-gateway\",\"sub\":\"x\",\"exp\":[]",
                "\"aud\":\"image-gateway\",\"sub\":\"x\",\"nbf\":{}",
                "\"aud\":\"image-gateway\",\"sub\":\"x\",\"jti\":7,\"iat\":\"yesterday\"");
    }

    /** What its own issuer signed may be wrong in any way. */
    @ParameterizedTest
    @MethodSource("oddClaims")
    void oddClaimsOfTheIssuerAreRefused(String claims) {
        var expiry = claims.contains("\"exp\"") ? "" : "\"exp\":4000000000,";
        assertRefused(desk.generate(issuer.signClaims("{\"iss\":\"" + issuer.name() + "\"," + expiry + claims + "}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "7", "\"text\"", "{\"iss\":null}"})
    void signedTextThatIsNoClaimsIsRefused(String payload) {
        assertRefused(desk.generate(issuer.signClaims(payload)));
    }

    @Test
    void nothingSentIsChallengedWithoutAnError() {
        var answer = desk.gateway().send(desk.gateway().to("/v1/models"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(desk.generate(TestKeys.STRANGER).header("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"invalid_token\"");
    }
}
