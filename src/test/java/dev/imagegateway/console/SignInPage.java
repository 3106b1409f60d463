package dev.imagegateway.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The endpoints of an OpenID Connect issuer at which a person is signed in already: it redirects with a code, and gives a
 * token for a code with the right verifier (RFC 7636), to pages of one origin.
 */
final class SignInPage implements AutoCloseable {

    static final String CLIENT = "console";

    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final Supplier<String> token;
    private volatile String refusal = "";
    private volatile String state = "";

    private SignInPage(Supplier<String> token) {
        this.token = token;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::exchange);
        server.start();
    }

    static SignInPage start(Supplier<String> token) {
        return new SignInPage(token);
    }

    URI authorization() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/authorize");
    }

    URI token() {
        return authorization().resolve("/token");
    }

    /** From now on it refuses people with this error; none if it is empty. */
    void refuses(String error) {
        refusal = error;
    }

    /** From now on it returns this state instead of the page's; the page's if it is empty. */
    void returns(String otherState) {
        state = otherState;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        try (exchange) {
            var query = form(exchange.getRequestURI().getRawQuery());
            var isRight = "code".equals(query.get("response_type"))
                    && CLIENT.equals(query.get("client_id"))
                    && "S256".equals(query.get("code_challenge_method"));
            if (!isRight) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            var code = "code-" + codes.size();
            codes.put(code, query);
            var back = query.get("redirect_uri") + "?state=" + (state.isEmpty() ? query.get("state") : state)
                    + (refusal.isEmpty() ? "&code=" + code : "&error=" + refusal);
            exchange.getResponseHeaders().set("Location", back);
            exchange.sendResponseHeaders(302, -1);
        }
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            var form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var asked = codes.remove(form.get("code"));
            var isRight = asked != null
                    && "authorization_code".equals(form.get("grant_type"))
                    && CLIENT.equals(form.get("client_id"))
                    && Objects.equals(asked.get("redirect_uri"), form.get("redirect_uri"))
                    && challenge(form.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"));
            var body = (isRight ? "{\"access_token\":\"" + token.get() + "\"}" : "{\"error\":\"invalid_grant\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set(
                            "Access-Control-Allow-Origin",
                            exchange.getRequestHeaders().getFirst("Origin"));
            exchange.sendResponseHeaders(isRight ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
