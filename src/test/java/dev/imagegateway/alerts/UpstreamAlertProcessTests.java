package dev.imagegateway.alerts;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** AIML fails, refuses the key, ends a model; and a gateway that is not there. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpstreamAlertProcessTests extends AlertProof {

    UpstreamAlertProcessTests() {
        super(new Installation(Map.of(), Map.of(), List.of()));
    }

    @Test
    @Order(1) // otherwise it waits until the failed requests of the other tests are forgotten
    void requestsFail() {
        alerts("availability", "ImageGatewayAvailabilityBurnsFast", "ImageGatewayAvailabilityBurnsSlowly")
                .on("Requests by outcome", "Failed requests")
                .prove();
    }

    @Test
    void breakerOpens() {
        alerts("breaker-open", "ImageGatewayBreakerOpen")
                .on("Circuit breaker", "Attempts by status")
                .prove();
    }

    @Test
    void keysAreRefused() {
        alerts("key-resting", "ImageGatewayKeyRests", "ImageGatewayAllKeysRest")
                .on("Keys", "Refused keys")
                .prove();
    }

    @Test
    void accountHasNoCredits() {
        alerts("provider-credits", "ImageGatewayProviderOutOfCredits")
                .on("Refused keys")
                .prove();
    }

    @Test
    void modelEnds() {
        alerts("model-ends", "ImageGatewayModelEnds")
                .on("Models that AIML ends")
                .prove();
    }

    @Test
    void gatewayIsDown() {
        var proof = alerts("no-scrape", "ImageGatewayNotScraped", "ImageGatewayAbsent");
        var look = proof.runbook.commands("Look at");
        proof.fire();
        installation.shell.check(look.getFirst());
        proof.resolve(
                () -> installation.shell.run(proof.runbook.commands("Try it").get(1)));
        installation.shell.check(look.get(1));
    }
}
