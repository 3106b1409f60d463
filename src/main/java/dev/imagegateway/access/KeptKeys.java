package dev.imagegateway.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import dev.imagegateway.client.JwtProperties;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Caches an issuer's keys. Refreshes them before they expire, and when a token names an unknown key. */
final class KeptKeys implements JWKSource<SecurityContext>, Closeable {

    private final JWKSetSource<SecurityContext> kept;

    KeptKeys(IssuerKeys keys, JwtProperties settings) {
        var ttl = settings.keysTtl();
        // callers that wait for another caller's fetch wait no longer than its timeout
        var wait = shorter(settings.timeout().plusMillis(500), ttl.dividedBy(2));
        var outage = settings.keysOutage();
        var builder = JWKSourceBuilder.create(keys)
                .cache(ttl.toMillis(), wait.toMillis())
                // refresh in the background, so that nobody waits if the issuer becomes unavailable while its keys are
                // in use
                .refreshAheadCache(
                        ttl.dividedBy(3).toMillis(),
                        null,
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("issuer-keys").factory()),
                        true,
                        null,
                        false)
                .rateLimited(settings.keysInterval().toMillis());
        var source = outage.isZero()
                ? builder.build()
                : builder.outageTolerant(outage.toMillis()).build();
        this.kept = ((JWKSetBasedJWKSource<SecurityContext>) source).getJWKSetSource();
    }

    /**
     * Works like Nimbus' implementation, but a second fetch that is not allowed or fails is not an error.
     *
     * @throws KeySourceException only if there are no keys at all
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        var now = System.currentTimeMillis();
        var known = kept.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, context);
        var found = selector.select(known);
        if (!found.isEmpty()) {
            return found;
        }
        try {
            return selector.select(
                    kept.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), now, context));
        } catch (KeySourceException _) {
            // rate-limited, or the issuer is unavailable: as far as known, the key is not one of the issuer's
            return found;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() throws IOException {
        kept.close();
    }
}
