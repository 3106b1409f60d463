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

/** An issuer's keys as they were last seen, looked at again before they grow old and when a token names another one. */
final class KeptKeys implements JWKSource<SecurityContext>, Closeable {

    private final JWKSetSource<SecurityContext> kept;

    KeptKeys(IssuerKeys keys, JwtProperties settings) {
        var ttl = settings.keysTtl();
        // those who wait for another's look wait no longer than it lasts
        var wait = least(settings.timeout().plusMillis(500), ttl.dividedBy(2));
        var outage = settings.keysOutage();
        var builder = JWKSourceBuilder.create(keys)
                .cache(ttl.toMillis(), wait.toMillis())
                // so that nobody waits for an issuer that has fallen silent while its keys were in use
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
     * Nimbus' own way, but for its end: there, a second look that may not or cannot be taken is a failure.
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
            // it is too soon, or the issuer is away: by all that is known, it is none of its keys
            return found;
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() throws IOException {
        kept.close();
    }
}
