package dev.imagegateway.replay;

import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.model.Catalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    @Bean
    EarlierGenerations earlierGenerations(Ledger ledger, Catalogue catalogue, ReplayProperties properties) {
        return new EarlierGenerations(ledger, catalogue, properties);
    }
}
