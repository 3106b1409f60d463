package dev.imagegateway.replay;

import dev.imagegateway.image.ModelCatalogue;
import dev.imagegateway.ledger.Books;
import dev.imagegateway.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    @Bean
    Replays replays(Ledger ledger, Books books, ModelCatalogue catalogue, ReplayProperties properties) {
        return new Replays(ledger, books, catalogue, properties);
    }
}
