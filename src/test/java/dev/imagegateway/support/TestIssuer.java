package dev.imagegateway.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Who signs tokens, as Keycloak or Kubernetes would: discovery, a key set that can change, and a way to go down. */
public final class TestIssuer implements AutoCloseable {

    public static final String AUDIENCE = "image-gateway";

    private final String name;
    private final int port;
    private final List<Look> looks = new CopyOnWriteArrayList<>();
    private volatile HttpServer server;
    private volatile String says;
    private volatile String discovery = "";
    private volatile JWK rsa = TestTokens.newRsaOfIssuer();
    private volatile JWK ec = TestTokens.newEc();
    private volatile URI keysAt;
    private volatile Duration delay = Duration.ZERO;
    private volatile String keySet = new JWKSet(List.of(rsa, ec)).toString();

    /** Of one request: for what, and what it showed. */
    public record Look(String path, String authorization) {}

    private TestIssuer(String name) {
        this.server = listen(0);
        this.port = server.getAddress().getPort();
        this.keysAt = jwks();
        this.name = name.isEmpty() ? "http://127.0.0.1:" + port : name;
        this.says = this.name;
    }

    /** One whose name is its address, so that it can be discovered. */
    public static TestIssuer start() {
        return new TestIssuer("");
    }

    /** One whose name leads nowhere. */
    public static TestIssuer named(String name) {
        return new TestIssuer(name);
    }

    private HttpServer listen(int onPort) {
        try {
            var created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 0);
            created.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            created.createContext(
                    "/.well-known/openid-configuration",
                    exchange -> answer(exchange, discovery.isEmpty() ? """
                    {"issuer":"%s","jwks_uri":"%s"}""".formatted(says, keysAt) : discovery));
            created.createContext("/keys", exchange -> answer(exchange, keySet));
            created.start();
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            Thread.sleep(delay);
            var shown = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
            looks.add(new Look(exchange.getRequestURI().getPath(), shown));
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code iss}. */
    public String name() {
        return name;
    }

    public URI jwks() {
        return URI.create("http://127.0.0.1:" + port + "/keys");
    }

    /** The settings that make a gateway take its tokens. */
    public List<String> settings(int index) {
        var at = "--gateway.jwt.issuers[" + index + "].";
        return List.of(at + "issuer=" + name, at + "audiences[0]=" + AUDIENCE);
    }

    /** Every request so far. */
    public List<Look> looks() {
        return List.copyOf(looks);
    }

    /** How often it was asked for its keys. */
    public long keyLooks() {
        return looks.stream().filter(look -> look.path().equals("/keys")).count();
    }

    /** From now on it signs with new keys, and has those only. */
    public void rotate() {
        rsa = TestTokens.newRsaOfIssuer();
        ec = TestTokens.newEc();
        keySet = new JWKSet(List.of(rsa, ec)).toString();
    }

    /** From now on, this is what it says its keys are. */
    public void serves(String keys) {
        keySet = keys;
    }

    /** What it says its keys are. */
    public String keySet() {
        return keySet;
    }

    /** From now on, its discovery leads there. */
    public void keysAreAt(URI place) {
        keysAt = place;
    }

    /** From now on, its discovery says that it is this one. */
    public void callsItself(String other) {
        says = other;
    }

    /** From now on, this is its whole discovery document; empty for the right one. */
    public void isDiscoveredAs(String document) {
        discovery = document;
    }

    /** From now on, it takes so long. */
    public void takes(Duration time) {
        delay = time;
    }

    public void goDown() {
        server.stop(0);
    }

    public void comeBack() {
        server = listen(port);
    }

    /** The key that it signs with by RS and PS. */
    public JWK rsa() {
        return rsa;
    }

    /** The claims of a good token, to be changed. */
    public JWTClaimsSet.Builder claims(String subject) {
        var now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(name)
                .subject(subject)
                .audience(AUDIENCE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    public String token(String subject) {
        return sign(claims(subject));
    }

    public String sign(JWTClaimsSet.Builder claims) {
        return sign(JWSAlgorithm.RS256, claims);
    }

    public String sign(JWSAlgorithm algorithm, JWTClaimsSet.Builder claims) {
        return TestTokens.sign(algorithm, JWSAlgorithm.Family.EC.contains(algorithm) ? ec : rsa, claims);
    }

    /** A token with these claims, as they stand. */
    public String signClaims(String json) {
        return TestTokens.sign(new JWSHeader.Builder(JWSAlgorithm.RS256), rsa, json);
    }

    /** A token that says of which type it is. */
    public String signTyped(String type, JWTClaimsSet.Builder claims) {
        return TestTokens.sign(new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType(type)), rsa, claims);
    }

    /** The public half's bytes, which whoever confuses algorithms takes for a shared secret. */
    public byte[] publicBytes() {
        try {
            return ((AsymmetricJWK) rsa).toPublicKey().getEncoded();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
