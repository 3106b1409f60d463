package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.ledger.BudgetBalance;
import dev.imagegateway.ledger.BudgetBalance.Scope;
import dev.imagegateway.ledger.LedgerQueries;
import dev.imagegateway.model.ModelCatalogue;
import dev.imagegateway.model.NormalisedRequest;
import dev.imagegateway.model.Price;
import java.util.List;
import org.springframework.stereotype.Component;

/** Checks and prices a request without claiming, holding, sending or writing anything. */
@Component
final class DryRun {

    private final LedgerQueries books;
    private final ModelCatalogue catalogue;

    DryRun(LedgerQueries books, ModelCatalogue catalogue) {
        this.books = books;
        this.catalogue = catalogue;
    }

    /**
     * The answer.
     *
     * @param object {@code dry_run}
     * @param request with every default applied
     * @param price what it would hold
     * @param budgets what they have left at this moment
     * @param allowed whether all of them would allow it at this moment
     */
    record Forecast(
            String object, NormalisedRequest request, Price price, List<BudgetBalance> budgets, boolean allowed) {}

    Forecast of(Client client, ImageGenerationRequest request) {
        var price = catalogue.priceOf(request.model(), request.imagesAsked());
        var budgets = books.budgets(client);
        // the operator's budget is shown to others only where it is what refuses, as the refusal itself would
        var shown = budgets.stream()
                .filter(balance -> client.isAdmin() || balance.scope() == Scope.CLIENT || !balance.allows(price))
                .toList();
        return new Forecast(
                "dry_run",
                NormalisedRequest.of(request),
                Price.of(price),
                shown,
                budgets.stream().allMatch(balance -> balance.allows(price)));
    }
}
