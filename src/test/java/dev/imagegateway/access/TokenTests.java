package dev.imagegateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.imagegateway.support.GatewayWithTokens;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.TestIssuer;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestTokens;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A good token serves like a key, and makes its sender the client that names its subject. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class TokenTests {

    private static final String CLUSTER = "https://kubernetes.default.svc.cluster.local";

    private TestIssuer keycloak;
    private TestIssuer entra;
    private TestIssuer kubernetes;
    private GatewayWithTokens desk;

    @BeforeAll
    void open() {
        keycloak = TestIssuer.start();
        entra = TestIssuer.start();
        kubernetes = TestIssuer.named(CLUSTER);
        var settings = Stream.of(keycloak.settings(0), entra.settings(1), kubernetes.settings(2))
                .flatMap(List::stream)
                .toList();
        desk = GatewayWithTokens.open(
                settings,
                "--gateway.jwt.issuers[0].roles-claim=/realm_access/roles",
                "--gateway.jwt.issuers[0].admin-values[0]=image-admin",
                "--gateway.jwt.issuers[1].client-claim=azp",
                "--gateway.jwt.issuers[1].default-client=guests",
                "--gateway.jwt.issuers[1].roles-claim=scope",
                "--gateway.jwt.issuers[1].admin-values=images.admin,images.root",
                "--gateway.jwt.issuers[1].audiences[1]=api://images",
                "--gateway.jwt.issuers[2].jwk-set-uri=" + kubernetes.jwks(),
                "--gateway.jwt.issuers[2].client-claim=/kubernetes.io/namespace",
                "--gateway.clients[2].id=shop",
                "--gateway.clients[2].subjects[0].issuer=" + keycloak.name(),
                "--gateway.clients[2].subjects[0].subject=shop-service",
                "--gateway.clients[2].subjects[1].issuer=" + CLUSTER,
                "--gateway.clients[2].subjects[1].subject=shop-namespace",
                "--gateway.clients[3].id=guests",
                "--gateway.clients[3].subjects[0].issuer=" + entra.name(),
                "--gateway.clients[3].subjects[0].subject=reception");
    }

    @AfterAll
    void close() {
        desk.close();
        keycloak.close();
        entra.close();
        kubernetes.close();
    }

    private void assertServes(String client, String token) {
        var answer = desk.generate(token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(desk.bookedTo(answer)).isEqualTo(client);
    }

    private void assertRefused(String token, String says) {
        desk.sandbox().reset();
        var answer = desk.generate(token);
        Problems.assertProblem(answer, 401, "unauthenticated", "/v1/images/generations");
        assertThat(answer.json().path("detail").asString()).contains(says);
        assertThat(desk.sandbox().posts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"})
    void generatesAndIsBookedToTheClientOfItsSubject(String algorithm) {
        assertServes("shop", keycloak.sign(JWSAlgorithm.parse(algorithm), keycloak.claims("shop-service")));
    }

    @Test
    void keysServeBesideTokens() {
        assertServes("team-a", TestKeys.CLIENT);
        assertRefused(TestKeys.STRANGER, "is not one of this gateway's clients");
    }

    @Test
    void subjectCountsForItsOwnIssuerOnly() {
        assertRefused(keycloak.token("somebody"), "none of this gateway's clients");
        assertRefused(keycloak.token("shop-namespace"), "none of this gateway's clients");
        assertRefused(keycloak.token("SHOP-SERVICE"), "none of this gateway's clients");
    }

    @Test
    void whoIsNotNamedIsTheDefaultClientIfThereIsOne() {
        assertServes("guests", entra.sign(entra.claims("x").claim("azp", "reception")));
        assertServes("guests", entra.sign(entra.claims("x").claim("azp", "anybody")));
    }

    @Test
    void claimThatIsNoSingleTextIsNobody() {
        for (var value : List.of(List.of("reception", "shop-service"), List.of("reception"), 7, Map.of("id", "x"))) {
            assertRefused(entra.sign(entra.claims("x").claim("azp", value)), "none of this gateway's clients");
        }
        assertRefused(entra.sign(entra.claims("x")), "none of this gateway's clients");
    }

    @Test
    void anyOfTheAudiencesWillDo() {
        assertServes("guests", entra.sign(entra.claims("x").claim("azp", "y").audience("api://images")));
        assertServes("guests", entra.sign(entra.claims("x").claim("azp", "y").audience(List.of("z", "image-gateway"))));
    }

    @Test
    void clocksMayDiffer() {
        var past = Date.from(Instant.now().minusSeconds(15));
        var future = Date.from(Instant.now().plusSeconds(15));
        assertServes("shop", keycloak.sign(keycloak.claims("shop-service").expirationTime(past)));
        assertServes("shop", keycloak.sign(keycloak.claims("shop-service").notBeforeTime(future)));
    }

    @Test
    void rolesMakeAnAdmin() {
        var everyones = "/v1/generations?client=team-a";
        var roles = keycloak.claims("shop-service").claim("realm_access", Map.of("roles", List.of("a", "image-admin")));
        var words = entra.claims("x").claim("azp", "y").claim("scope", "openid images.admin");
        assertThat(desk.get(everyones, keycloak.sign(roles)).status()).isEqualTo(200);
        assertThat(desk.get(everyones, entra.sign(words)).status()).isEqualTo(200);

        var none = keycloak.claims("shop-service").claim("realm_access", Map.of("roles", List.of("image-admins")));
        var other = entra.claims("x").claim("azp", "y").claim("scope", "images.admin.read");
        assertThat(desk.get(everyones, keycloak.sign(none)).problem()).isEqualTo("forbidden");
        assertThat(desk.get(everyones, keycloak.token("shop-service")).problem())
                .isEqualTo("forbidden");
        assertThat(desk.get(everyones, entra.sign(other)).problem()).isEqualTo("forbidden");
    }

    /** As the kubelet projects it. */
    @Test
    void serviceAccountServesByItsNamespace() {
        var pod = Map.of("name", "shop-5d9c7b", "uid", "6a1f8e0e-8c5f-4a52-9d1b-1f0a3b1f7c11");
        var account = Map.of("name", "shop", "uid", "0e9f7a68-3a4e-4f0b-a7b5-8f0c5a2f9d22");
        var token = kubernetes
                .claims("system:serviceaccount:shop-namespace:shop")
                .audience(List.of("image-gateway"))
                .jwtID("d0c8c5f1-6f0e-4c0d-8e55-7a4a0c1f6b33")
                .claim("kubernetes.io", Map.of("namespace", "shop-namespace", "pod", pod, "serviceaccount", account));
        assertServes("shop", kubernetes.sign(token));

        assertRefused(
                kubernetes.sign(token.claim("kubernetes.io", Map.of("namespace", "default"))),
                "none of this gateway's clients");
    }

    @Test
    void tokensAreNeitherLoggedNorShown(CapturedOutput output) {
        var good = keycloak.token("shop-service");
        var bad = good.substring(0, good.length() - 8) + "AAAAAAAA";
        for (var token : List.of(good, bad)) {
            var answer = desk.generate(token);
            for (var part : TestTokens.parts(token)) {
                assertThat(answer.print()).doesNotContain(part);
                assertThat(output.getAll()).doesNotContain(part);
                assertThat(desk.gateway().actuator("/prometheus").text()).doesNotContain(part);
            }
        }
        assertThat(desk.gateway().metric("image_gateway_issuer_keys_seconds_count", keycloak.name(), "ok"))
                .isPositive();
    }
}
