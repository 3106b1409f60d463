package dev.imagegateway.ratelimit;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.ratelimit.RateLimitProperties.Redis;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Builds the address, credentials and TLS options of Valkey. Error messages omit values, which may contain a password.
 */
final class ValkeyAddress {

    private ValkeyAddress() {}

    /** @throws StartupException if the address is invalid or settings contradict each other */
    static RedisURI of(Redis redis) {
        RedisURI uri;
        try {
            uri = RedisURI.create(redis.url());
        } catch (IllegalArgumentException _) {
            throw new StartupException("gateway.rate-limit.redis.url must be redis://host:port, rediss://host:port for"
                    + " TLS, or redis-sentinel://host:port#master");
        }
        if (!redis.username().isEmpty() && redis.password().isEmpty()) {
            throw new StartupException("gateway.rate-limit.redis.username needs a password beside it");
        }
        if (!redis.sslBundle().isBlank() && !uri.isSsl()) {
            throw new StartupException(
                    "gateway.rate-limit.redis.ssl-bundle is for TLS: let redis.url begin with rediss://");
        }
        if (!redis.password().isEmpty()) {
            if (redis.url().contains("@")) {
                throw new StartupException("gateway.rate-limit.redis.url holds a login: leave it there, or set username"
                        + " and password");
            }
            var user = redis.username().isEmpty() ? "default" : redis.username();
            uri.setCredentialsProvider(
                    RedisCredentialsProvider.from(() -> RedisCredentials.just(user, redis.password())));
        }
        return uri;
    }

    /** Opens a connection. If it uses an SSL bundle, it is renewed together with the bundle. */
    static ValkeyConnection connect(Redis redis, SslBundles bundles) {
        var uri = of(redis);
        var name = redis.sslBundle();
        if (name.isBlank()) {
            return new ValkeyConnection(uri, null, redis.timeout());
        }
        try {
            var connection = new ValkeyConnection(uri, options(bundles.getBundle(name)), redis.timeout());
            bundles.addBundleUpdateHandler(name, renewed -> connection.renew(options(renewed)));
            return connection;
        } catch (NoSuchSslBundleException _) {
            throw new StartupException("gateway.rate-limit.redis.ssl-bundle names no bundle of spring.ssl.bundle");
        }
    }

    private static SslOptions options(SslBundle bundle) {
        var managers = bundle.getManagers();
        return SslOptions.builder()
                .jdkSslProvider()
                .trustManager(managers.getTrustManagerFactory())
                .keyManager(managers.getKeyManagerFactory())
                .build();
    }
}
