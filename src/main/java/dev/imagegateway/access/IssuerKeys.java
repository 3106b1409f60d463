package dev.imagegateway.access;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import dev.imagegateway.client.JwtProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches an issuer's keys, by OpenID Connect discovery or from a configured URI. Each call fetches them once; the
 * callers decide when. Nothing is fetched before the first token arrives.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

    private final JwtProperties.Issuer issuer;
    private final Duration timeout;
    private final IssuerHttp http;
    private final MeterRegistry meters;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger unusable = new AtomicInteger();

    IssuerKeys(JwtProperties.Issuer issuer, Duration timeout, IssuerHttp http, MeterRegistry meters) {
        this.issuer = issuer;
        this.timeout = timeout;
        this.http = http;
        this.meters = meters;
        List.of("ok", "failed").forEach(this::fetches);
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        var began = System.nanoTime();
        try {
            var keys = look(began + timeout.toNanos());
            ended("ok", began);
            if (away.getAndSet(false)) {
                log.info("The keys of issuer {} can be had again", issuer.issuer());
            }
            return keys;
        } catch (IOException e) {
            throw failed(e, began);
        } catch (RuntimeException e) {
            // an issuer may refer to an address that the HTTP client does not take, such as ftp:
            throw failed(new IOException("its documents cannot be used", e), began);
        }
    }

    private JWKSetRetrievalException failed(IOException e, long began) {
        ended("failed", began);
        if (!away.getAndSet(true)) {
            log.warn("The keys of issuer {} cannot be had: {}", issuer.issuer(), e.getMessage());
        }
        return new JWKSetRetrievalException("no keys", e);
    }

    private JWKSet look(long deadline) throws IOException {
        var given = issuer.jwkSetUri();
        var body = http.get(given != null ? given : discover(deadline), left(deadline));
        var set = KeySetReader.read(body);
        if (set.keys().isEmpty()) {
            // probably an error of the issuer, so the previous keys are kept
            throw new IOException(
                    set.unusable() == 0
                            ? "its key set is empty"
                            : "none of the " + set.unusable() + " entries of its key set can be used");
        }
        if (unusable.getAndSet(set.unusable()) != set.unusable() && set.unusable() > 0) {
            log.warn(
                    "{} of the {} keys of issuer {} cannot be used and are ignored",
                    set.unusable(),
                    set.unusable() + set.keys().size(),
                    issuer.issuer());
        }
        return new JWKSet(set.keys());
    }

    private URI discover(long deadline) throws IOException {
        var place = issuer.keysAt();
        try {
            var document = JsonMapper.shared().readTree(http.get(place, left(deadline)));
            if (!document.path("issuer").asString("").equals(issuer.issuer())) {
                throw new IOException("its discovery is of another issuer");
            }
            var keys = URI.create(document.path("jwks_uri").asString(""));
            if (keys.getHost() == null || ("https".equals(place.getScheme()) && !"https".equals(keys.getScheme()))) {
                throw new IOException("its discovery has no jwks_uri that could be trusted");
            }
            return keys;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException("its discovery cannot be read", e);
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private void ended(String outcome, long began) {
        fetches(outcome).record(Duration.ofNanos(System.nanoTime() - began));
    }

    private Timer fetches(String outcome) {
        return Timer.builder("image.gateway.issuer.keys")
                .description("Looks at the keys of issuers of tokens")
                .tags("issuer", issuer.issuer(), "outcome", outcome)
                .register(meters);
    }

    @Override
    public void close() {
        http.close();
    }
}
