package dev.imagegateway.ledger;

import dev.imagegateway.client.OperatorBudget;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

    @Bean
    OpenLedger openLedger(
            LedgerProperties properties, StoreProperties where, OperatorBudget operator, MeterRegistry meters) {
        return new OpenLedger(properties, where, operator, meters, Clock.systemUTC());
    }

    @Bean
    Ledger ledger(OpenLedger open) {
        return open.ledger();
    }

    @Bean
    LedgerHealth ledgerHealth(OpenLedger open) {
        return new LedgerHealth(open);
    }
}
