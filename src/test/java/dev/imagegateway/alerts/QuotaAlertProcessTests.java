package dev.imagegateway.alerts;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A budget and a store of images that are used up. */
class QuotaAlertProcessTests extends AlertProof {

    /** Two images, as in the runbook. */
    private static final long SMALL = 200_000;

    private static final long ENOUGH = 1_000_000_000;

    QuotaAlertProcessTests() {
        super(new Installation(
                Map.of(), Map.of(), List.of("--gateway.images.store=disk", "--gateway.images.quota=1MB")));
    }

    @Test
    void budgetIsUsedUp() {
        var proof = alerts("budget", "ImageGatewayBudgetNearlyUsed", "ImageGatewayBudgetUsed")
                .on("Budgets", "Requests that budgets refused");
        installation.budget(SMALL);
        eventually()
                .until(() -> installation.gateway.metric("image_gateway_budget_credits", "kind=\"limit\"") == SMALL);
        proof.fire();
        proof.look();
        proof.resolve(() -> installation.budget(ENOUGH));
    }

    @Test
    void storeOfImagesIsFull() {
        alerts("image-store-quota", "ImageGatewayImageStoreNearlyFull", "ImageGatewayImagesEvicted")
                .on("Store of images", "Removed images")
                .prove();
    }
}
