package dev.imagegateway.replay;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.ReplayFixture;
import dev.imagegateway.support.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A class of tests with one gateway, or two on one ledger, and a sandbox that is as new for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnReplayFixture {

    final LedgerRows ledger;
    final ReplayFixture fixture;
    final Gateway gateway;
    final Sandbox sandbox;
    final PostGate gate;

    OnReplayFixture(LedgerRows ledger, int replicas, String... settings) {
        this.ledger = ledger;
        this.fixture = ReplayFixture.open(ledger, replicas, settings);
        this.gateway = fixture.gateway();
        this.sandbox = fixture.sandbox();
        this.gate = fixture.gate();
    }

    @BeforeEach
    void reset() {
        gate.letGo();
        sandbox.reset();
        fixture.slow("0s");
    }

    @AfterAll
    void close() {
        fixture.close();
    }
}
