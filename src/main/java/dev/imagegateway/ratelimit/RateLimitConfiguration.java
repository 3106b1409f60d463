package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Clients;
import dev.imagegateway.ratelimit.ClientBuckets.Left;
import dev.imagegateway.ratelimit.RateLimitProperties.StoreKind;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

    @Bean
    RateLimitMetrics rateLimitMetrics(MeterRegistry meters, Clients clients) {
        return new RateLimitMetrics(meters, clients);
    }

    /** The limit store, and the probe of Valkey if it is used. */
    record Counting(LimitStore store, @Nullable ValkeyProbe probe) implements AutoCloseable {
        @Override
        public void close() {
            if (probe != null) {
                probe.close();
            }
        }
    }

    @Bean
    Counting counting(RateLimitProperties properties, RateLimitMetrics metrics, SslBundles bundles) {
        if (properties.store() == StoreKind.LOCAL) {
            var inFlight = new IdsByClient();
            metrics.watch(Limit.GENERATIONS_IN_FLIGHT, inFlight);
            return new Counting(new LocalLimits(inFlight, 1, client -> Left.all(client.limits())), null);
        }
        var redis = properties.redis();
        var connection = ValkeyAddress.connect(redis, bundles);
        var valkey = new ValkeyLimits(connection, properties.keyPrefix(), properties.inFlightExpiry());
        var limits = new SharedLimits(valkey, properties.replicas(), metrics);
        return new Counting(
                limits,
                new ValkeyProbe(connection, valkey, limits, redis.probeInterval(), properties.inFlightExpiry()));
    }

    @Bean
    LimitProblems limitProblems(RateLimitMetrics metrics) {
        return new LimitProblems(metrics);
    }

    @Bean
    GenerationLimits generationLimits(Counting counting, LimitProblems problems, RateLimitMetrics metrics) {
        return new GenerationLimits(counting.store(), problems, metrics);
    }

    @Bean
    FilterRegistrationBean<RequestLimitFilter> requestLimits(
            Counting counting, LimitProblems problems, ObjectProvider<RefusalListener> listener) {
        // filters are created before the container starts, while the listener depends on beans that are created later
        var registration = new FilterRegistrationBean<>(
                new RequestLimitFilter(counting.store(), problems, SingletonSupplier.of(listener::getObject)));
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
        return registration;
    }
}
