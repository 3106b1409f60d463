package dev.imagegateway.billing;

import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.upstream.KeyRing;
import dev.imagegateway.upstream.RefusalReader;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

@Configuration(proxyBeanMethods = false)
class BillingConfiguration {

    @Bean
    BillingClient billingClient(
            WebClient upstreamWeb,
            KeyRing upstreamKeys,
            RefusalReader refusals,
            ForeignText upstreamText,
            BooksProperties properties,
            RateLimiterRegistry rates,
            MeterRegistry meters) {
        var rate = rates.rateLimiter(BookReads.NAME, BookReads.rateConfig(properties));
        return new BillingClient(
                upstreamKeys, new BookReads(upstreamWeb, rate, properties, refusals, meters), upstreamText);
    }
}
