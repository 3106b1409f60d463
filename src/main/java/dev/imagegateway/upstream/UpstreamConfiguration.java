package dev.imagegateway.upstream;

import dev.imagegateway.connection.ExchangeGuard;
import dev.imagegateway.connection.PoolGauges;
import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.telemetry.TraceProperties;
import dev.imagegateway.telemetry.Tracing;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.circuitbreaker.configuration.CircuitBreakerConfigCustomizer;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.propagation.Propagator;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
class UpstreamConfiguration {

    /**
     * Maximum size in bytes of a page of AIML's billing records. It is parsed into a tree, which takes several times as
     * much heap.
     */
    private static final long MAX_PAGE = 8L << 20;

    @Bean(destroyMethod = "dispose")
    ConnectionProvider upstreamConnections(UpstreamProperties properties, MeterRegistry meters) {
        var gauges = new PoolGauges("upstream", properties.maxConnections(), meters);
        return ConnectionProvider.builder("upstream")
                .maxConnections(properties.maxConnections())
                .pendingAcquireTimeout(properties.connectTimeout())
                .metrics(true, () -> gauges)
                .build();
    }

    /**
     * Sets what counts as a failure. The breaker's other settings are those of {@code resilience4j.circuitbreaker}.
     */
    @Bean
    CircuitBreakerConfigCustomizer upstreamFailures() {
        return CircuitBreakerConfigCustomizer.of(
                ResiliencePolicies.NAME, config -> config.recordResult(ResiliencePolicies::isFailure));
    }

    @Bean
    ResiliencePolicies resiliencePolicies(
            UpstreamProperties properties,
            RetryRegistry retries,
            CircuitBreakerRegistry breakers,
            RateLimiterRegistry rates) {
        return new ResiliencePolicies(
                retries.retry(
                        ResiliencePolicies.NAME,
                        ResiliencePolicies.retryConfig(properties.retry().maxAttempts())),
                breakers.circuitBreaker(ResiliencePolicies.NAME),
                rates.rateLimiter(ResiliencePolicies.NAME));
    }

    @Bean
    HttpClient upstreamHttp(
            ConnectionProvider upstreamConnections,
            UpstreamProperties properties,
            SslBundles bundles,
            ObjectProvider<BuildProperties> build,
            MeterRegistry meters) {
        var version =
                build.stream().findFirst().map(BuildProperties::getVersion).orElse("dev");
        var http = UpstreamHttp.client(upstreamConnections, properties, bundles);
        return ExchangeGuard.guard(http, "upstream", meters)
                // AIML's edge rejects the user agents of libraries
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, "image-gateway/" + version));
    }

    /**
     * For POSTs that cost money. Not built by Spring Boot's builder, which observes every exchange; attempts have their
     * own timer and span.
     */
    @Bean
    WebClient imagesWeb(HttpClient upstreamHttp) {
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(upstreamHttp))
                .build();
    }

    /** For AIML's billing records. */
    @Bean
    WebClient upstreamWeb(
            WebClient.Builder builder,
            HttpClient upstreamHttp,
            UpstreamProperties properties,
            TraceProperties traces,
            ObjectProvider<Propagator> propagator) {
        if (!traces.propagateUpstream()) {
            propagator.ifAvailable(traced -> builder.filter(new UntracedRequests(traced.fields())));
        }
        var maxResponse = Math.toIntExact(Math.min(properties.maxResponseSize().toBytes(), MAX_PAGE));
        return builder.clientConnector(new ReactorClientHttpConnector(upstreamHttp))
                .baseUrl(properties.baseUrl().toString())
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(maxResponse))
                .build();
    }

    @Bean
    KeyRing upstreamKeys(UpstreamProperties properties, ForeignText upstreamText, MeterRegistry meters) {
        return new KeyRing(properties.ring(upstreamText), meters);
    }

    /** For everything that AIML and the hosts of its images send. */
    @Bean
    ForeignText upstreamText() {
        return new ForeignText(List.of());
    }

    @Bean
    Interceptions upstreamInterceptions(UpstreamProperties properties, MeterRegistry meters) {
        return new Interceptions(properties.cooldown(), meters);
    }

    @Bean
    BillingVerdict billingVerdict(UpstreamProperties properties, MeterRegistry meters) {
        return new BillingVerdict(
                properties.billingVerdict(), properties.billingVerdictMemory(), Clock.systemUTC(), meters);
    }

    @Bean
    AdaptiveLimit upstreamLimit(UpstreamProperties properties, MeterRegistry meters) {
        return new AdaptiveLimit(properties.concurrency(), properties.generationTimeout(), meters);
    }

    @Bean
    UpstreamStatus upstreamStatus(ResiliencePolicies policies, AdaptiveLimit upstreamLimit, KeyRing upstreamKeys) {
        return new UpstreamStatus(policies, upstreamLimit, upstreamKeys);
    }

    @Bean
    AimlImageClient aimlImageClient(
            WebClient imagesWeb,
            KeyRing upstreamKeys,
            Interceptions upstreamInterceptions,
            ForeignText upstreamText,
            BillingVerdict billingVerdict,
            AdaptiveLimit upstreamLimit,
            UpstreamProperties properties,
            ResiliencePolicies policies,
            MeterRegistry meters,
            Tracing tracing,
            TraceProperties traces,
            ObjectProvider<Propagator> propagator) {
        var spans = new AttemptSpans(tracing, traces.propagateUpstream() ? propagator.getIfAvailable() : null);
        var budget = new RetryBudget(properties.retry());
        return new AimlImageClient(
                new AimlPost(imagesWeb, properties, upstreamText, billingVerdict, spans, meters),
                upstreamKeys,
                new RetryPolicy(properties.retry(), budget, upstreamKeys),
                budget,
                upstreamLimit,
                upstreamInterceptions,
                policies,
                properties);
    }

    @Bean
    RefusalReader refusalReader(Interceptions upstreamInterceptions, ForeignText upstreamText) {
        return new RefusalReader(upstreamInterceptions, upstreamText);
    }
}
