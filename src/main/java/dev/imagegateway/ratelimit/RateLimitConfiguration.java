package dev.imagegateway.ratelimit;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.ratelimit.ClientBuckets.Left;
import dev.imagegateway.ratelimit.RateLimitProperties.Redis;
import dev.imagegateway.ratelimit.RateLimitProperties.StoreKind;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

    @Bean
    RateLimitMetrics rateLimitMetrics(MeterRegistry meters) {
        return new RateLimitMetrics(meters);
    }

    @Bean
    LimitStore limitStore(RateLimitProperties properties, RateLimitMetrics metrics, SslBundles bundles) {
        if (properties.store() == StoreKind.LOCAL) {
            return new LocalLimits(new InFlight(), 1, client -> Left.all(client.limits()));
        }
        var redis = properties.redis();
        var connection = new ValkeyConnection(uri(redis), tls(redis.sslBundle(), bundles), redis.timeout());
        return new SharedLimits(
                connection,
                new ValkeyLimits(connection, properties.keyPrefix(), properties.inFlightExpiry()),
                properties.replicas(),
                redis.probeInterval(),
                metrics);
    }

    /** Its errors are told without the value: it may hold a password. */
    private static RedisURI uri(Redis redis) {
        RedisURI uri;
        try {
            uri = RedisURI.create(redis.url());
        } catch (IllegalArgumentException _) {
            throw new StartupException("gateway.rate-limit.redis.url must be redis://host:port, rediss://host:port for"
                    + " TLS, or redis-sentinel://host:port#master");
        }
        if (!redis.password().isEmpty()) {
            var user = redis.username().isEmpty() ? "default" : redis.username();
            uri.setCredentialsProvider(io.lettuce.core.RedisCredentialsProvider.from(
                    () -> io.lettuce.core.RedisCredentials.just(user, redis.password())));
        }
        return uri;
    }

    private static @Nullable SslOptions tls(String bundle, SslBundles bundles) {
        if (bundle.isBlank()) {
            return null;
        }
        try {
            var managers = bundles.getBundle(bundle).getManagers();
            return SslOptions.builder()
                    .jdkSslProvider()
                    .trustManager(managers.getTrustManagerFactory())
                    .keyManager(managers.getKeyManagerFactory())
                    .build();
        } catch (NoSuchSslBundleException _) {
            throw new StartupException("gateway.rate-limit.redis.ssl-bundle names no bundle of spring.ssl.bundle");
        }
    }

    @Bean
    Refusal rateLimitRefusal(RateLimitMetrics metrics) {
        return new Refusal(metrics);
    }

    @Bean
    GenerationLimits generationLimits(LimitStore store, Refusal refusal) {
        return new GenerationLimits(store, refusal);
    }

    @Bean
    FilterRegistrationBean<RequestLimitFilter> requestLimits(LimitStore store, Refusal refusal) {
        var registration = new FilterRegistrationBean<>(new RequestLimitFilter(store, refusal));
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
        return registration;
    }
}
