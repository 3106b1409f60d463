package dev.imagegateway.reconciliation;

import dev.imagegateway.billing.BillingClient;
import dev.imagegateway.ledger.BilledFailures;
import dev.imagegateway.ledger.LogMark;
import dev.imagegateway.ledger.ObservedPrices;
import dev.imagegateway.ledger.Reconciliation;
import dev.imagegateway.ledger.UnmatchedGenerations;
import dev.imagegateway.ledger.Unreconciled;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.store.OneAtATime;
import dev.imagegateway.upstream.BillingVerdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReconciliationConfiguration {

    @Bean
    PriceDrift priceDrift(Catalogue catalogue, ObservedPrices observed, MeterRegistry meters) {
        return new PriceDrift(catalogue, observed, meters);
    }

    @Bean
    ReconciliationLoop reconciliationLoop(
            ReconciliationProperties properties,
            BillingClient books,
            Reconciliation ledger,
            Unreconciled unreconciled,
            BilledFailures billedFailures,
            BillingVerdict verdict,
            UnmatchedGenerations unmatched,
            LogMark mark,
            OneAtATime oneAtATime,
            Catalogue catalogue,
            ObservedPrices observed,
            PriceDrift drift,
            MeterRegistry meters) {
        var clock = Clock.systemUTC();
        var metrics = new ReconciliationMetrics(meters);
        var vendor = new VendorLogs(books, ledger, properties.window());
        var sweep = new LogSweep(mark, vendor, metrics, properties.window(), properties.clockSkew());
        return new ReconciliationLoop(
                properties,
                new ReconciliationRound(properties, vendor, ledger, unreconciled, sweep, metrics, clock),
                new PriceComparison(books, catalogue, observed, meters),
                drift,
                unreconciled,
                new BilledFailureWatch(billedFailures, verdict),
                unmatched,
                oneAtATime,
                metrics,
                meters,
                clock);
    }
}
