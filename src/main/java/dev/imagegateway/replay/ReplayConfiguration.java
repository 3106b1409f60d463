package dev.imagegateway.replay;

import dev.imagegateway.image.ModelCatalogue;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.ledger.LedgerQueries;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    @Bean
    EarlierGenerations replays(
            Ledger ledger, LedgerQueries books, ModelCatalogue catalogue, ReplayProperties properties) {
        return new EarlierGenerations(ledger, books, catalogue, properties);
    }
}
