package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.ledger.BudgetBalance;
import dev.imagegateway.ledger.BudgetBalance.Scope;
import dev.imagegateway.ledger.LedgerQueries;
import dev.imagegateway.model.ImageGenerationRequest;
import dev.imagegateway.model.NormalisedRequest;
import dev.imagegateway.model.Price;
import java.util.List;
import org.springframework.stereotype.Component;

/** Validates and prices a request without claiming, holding, sending or writing anything. */
@Component
final class DryRun {

    private final LedgerQueries queries;
    private final HoldPrices prices;

    DryRun(LedgerQueries queries, HoldPrices prices) {
        this.queries = queries;
        this.prices = prices;
    }

    /**
     * The response.
     *
     * @param object {@code dry_run}
     * @param request the request with all defaults applied
     * @param price the price that would be held
     * @param budgets the current balance of each budget
     * @param allowed whether every budget currently allows the request
     */
    record Forecast(
            String object, NormalisedRequest request, Price price, List<BudgetBalance> budgets, boolean allowed) {}

    Forecast of(Client client, ImageGenerationRequest request) {
        var price = prices.of(request);
        var budgets = queries.budgets(client);
        // other clients see the operator's budget only if it refuses the request, as a real refusal would show it
        var shown = budgets.stream()
                .filter(balance -> client.isAdmin() || balance.scope() == Scope.CLIENT || !balance.allows(price))
                .toList();
        return new Forecast(
                "dry_run",
                NormalisedRequest.of(request),
                Price.of(price, request.estimate()),
                shown,
                budgets.stream().allMatch(balance -> balance.allows(price)));
    }
}
