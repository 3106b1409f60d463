package dev.imagegateway.ledger;

import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.client.Clients;
import dev.imagegateway.store.OneAtATime;
import dev.imagegateway.store.StoreProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

    /**
     * Opens the ledger, which migrates its schema, after the creation of the beans that may refuse their settings: a
     * start that fails must not change the database.
     */
    @Bean
    @DependsOn({"security", "tokenIssuers", "counting", "upstreamHttp", "resiliencePolicies"})
    OpenLedger openLedger(
            LedgerProperties properties, StoreProperties where, OperatorBudget operator, MeterRegistry meters) {
        return new OpenLedger(properties, where, operator, meters, Clock.systemUTC());
    }

    @Bean
    Ledger ledger(OpenLedger open) {
        return open.ledger();
    }

    @Bean
    Savings savings(OpenLedger open) {
        return open.savings();
    }

    @Bean
    LedgerQueries books(OpenLedger open, OperatorBudget operator) {
        return new LedgerQueries(open.reads(), open.quickReads(), operator);
    }

    @Bean
    LedgerGauges ledgerGauges(
            OpenLedger open, LedgerQueries books, Clients clients, LedgerProperties properties, MeterRegistry meters) {
        clients.forEachNowAndLater(client -> open.metrics().budgets(client.id(), client.budget()));
        return new LedgerGauges(open, books, clients, properties.metricsInterval(), meters);
    }

    @Bean
    LedgerHealth ledgerHealth(OpenLedger open) {
        return new LedgerHealth(open);
    }

    @Bean
    ObservedPrices observedPrices(OpenLedger open) {
        return open.prices();
    }

    @Bean
    EvidenceChunks evidenceChunks(OpenLedger open, MeterRegistry meters) {
        return new EvidenceChunks(open.writer(), open.prices(), meters);
    }

    @Bean
    Reconciliation reconciliation(OpenLedger open, EvidenceChunks chunks, OperatorBudget operator) {
        return new Reconciliation(chunks, open.reads(), open.store(), operator);
    }

    @Bean
    Unreconciled unreconciled(OpenLedger open) {
        return new Unreconciled(open.writer(), open.reads());
    }

    @Bean
    BilledFailures billedFailures(OpenLedger open) {
        return new BilledFailures(open.reads());
    }

    @Bean
    LogMark logMark(OpenLedger open) {
        return new LogMark(open.writer(), open.reads());
    }

    @Bean
    UnmatchedGenerations unmatchedGenerations(OpenLedger open, EvidenceChunks chunks, OperatorBudget operator) {
        return new UnmatchedGenerations(chunks, open.reads(), open.store(), operator);
    }

    @Bean
    Resolution resolution(OpenLedger open, EvidenceChunks chunks, OperatorBudget operator) {
        return new Resolution(chunks, open.store(), operator);
    }

    @Bean
    ImageRecords imageRecords(OpenLedger open) {
        return open.images();
    }

    @Bean
    OneAtATime oneAtATime(OpenLedger open) {
        // a SQLite file has a single process and a single writer
        return new OneAtATime(open.store().isShared() ? open.readers() : null);
    }
}
