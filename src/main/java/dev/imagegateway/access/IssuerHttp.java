package dev.imagegateway.access;

import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.secret.SecretFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Fetches an issuer's documents within limits of size and time. */
final class IssuerHttp implements AutoCloseable {

    /** Keys with their certificates take some kilobytes each. */
    private static final long MAX_BYTES = 1024L * 1024;

    /** Characters. */
    private static final int MAX_MESSAGE_LENGTH = 300;

    private final HttpClient http;
    private final ForeignText foreign = new ForeignText(List.of());
    private final URI home;
    private final @Nullable SecretFile token;

    /**
     * Creates a client without connecting.
     *
     * @param home the issuer's address. The token is sent only there, whatever its documents refer to.
     * @param tls the trusted certificates; null for the platform's trust store
     * @param token the bearer token to send; null for none
     */
    IssuerHttp(URI home, Duration timeout, @Nullable SSLContext tls, @Nullable SecretFile token) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        this.http = (tls == null ? builder : builder.sslContext(tls)).build();
        this.home = home;
        this.token = token;
    }

    /**
     * Returns the body of a 200.
     *
     * @param left time limit until the last byte
     * @throws IOException for any other response or none; the message is for the log
     */
    byte[] get(URI uri, Duration left) throws IOException {
        var request = HttpRequest.newBuilder(uri).header("Accept", "application/json");
        if (token != null && isHome(uri)) {
            var sent = token.current();
            foreign.add(sent);
            request.header("Authorization", "Bearer " + sent.expose());
        }
        var response = await(
                http.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES)), left);
        if (response.statusCode() != 200) {
            if (response.statusCode() == 401 && token != null) {
                token.lookAgain();
            }
            throw new IOException("status " + response.statusCode());
        }
        return response.body();
    }

    /** Waits for the complete body, because the timeout of a request ends with its headers. */
    private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer, Duration left) throws IOException {
        try {
            return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw new IOException("no answer in time");
        } catch (ExecutionException e) {
            // without its cause: the JDK's messages quote the response, which may repeat the token
            var cause = Objects.requireNonNullElse(e.getCause(), e).toString();
            throw new IOException(foreign.line(cause, MAX_MESSAGE_LENGTH));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private boolean isHome(URI uri) {
        return home.getScheme().equalsIgnoreCase(uri.getScheme())
                && home.getHost().equalsIgnoreCase(uri.getHost())
                && home.getPort() == uri.getPort();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
