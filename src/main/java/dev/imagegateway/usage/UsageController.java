package dev.imagegateway.usage;

import dev.imagegateway.client.Client;
import dev.imagegateway.client.Clients;
import dev.imagegateway.http.Query;
import dev.imagegateway.ledger.BudgetBalance;
import dev.imagegateway.ledger.LedgerQueries;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.Violation;
import dev.imagegateway.reconciliation.PriceDrift;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reports the cost of generations. Clients see their own, admins see all or those of one client. */
@RestController
final class UsageController {

    private final LedgerQueries books;
    private final Clients clients;
    private final PriceDrift drift;

    UsageController(LedgerQueries books, Clients clients, PriceDrift drift) {
        this.books = books;
        this.clients = clients;
        this.drift = drift;
    }

    /** Sums the generations of a time range, as JSON or CSV, and shows the current balances of budgets. */
    @GetMapping(
            path = "/v1/usage",
            produces = {MediaType.APPLICATION_JSON_VALUE, UsageCsv.TYPE})
    ResponseEntity<UsageReport> report(@AuthenticationPrincipal Client caller, HttpServletRequest http) {
        return report(caller, UsageRequest.read(Query.of(http), now(), books.zone()));
    }

    /**
     * Returns the report as CSV at a separate path: generated clients decode every 200 of a path into the same type.
     * Ignores Accept, because a generated Python client sends only the media type of errors.
     */
    @GetMapping("/v1/usage.csv")
    ResponseEntity<UsageReport> csv(@AuthenticationPrincipal Client caller, HttpServletRequest http) {
        return report(caller, UsageRequest.readCsv(Query.of(http), now(), books.zone()));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private ResponseEntity<UsageReport> report(Client caller, UsageRequest asked) {
        var client = caller.scope(asked.client());
        var rows = books.usage(asked.from(), asked.to(), client, asked.by(), UsageRequest.MAX_GROUPS + 1);
        if (rows.size() > UsageRequest.MAX_GROUPS) {
            throw tooMany();
        }
        var report = UsageReport.of(
                asked, books.zone(), rows, budgets(caller, client), caller.isAdmin() ? drift.different() : null);
        var response = ResponseEntity.ok().cacheControl(CacheControl.noStore());
        return switch (asked.form()) {
            case JSON -> response.contentType(MediaType.APPLICATION_JSON).body(report);
            case CSV -> response.contentType(UsageCsv.WITH_CHARSET).body(report);
            case AS_ACCEPTED -> response.body(report);
        };
    }

    /** Fails, because a truncated report could be mistaken for a complete one. */
    private static GatewayException tooMany() {
        return Problem.invalid(List.of(Violation.ofParameter(
                        "group_by",
                        "maxItems",
                        String.format(
                                Locale.ROOT,
                                "gives more than %d groups: ask for a shorter time, or for one client",
                                UsageRequest.MAX_GROUPS),
                        Map.of("maxItems", UsageRequest.MAX_GROUPS))))
                .asException();
    }

    /** Returns the visible balances. Clients see their own budgets, admins also that of the operator. */
    private List<BudgetBalance> budgets(Client caller, @Nullable String client) {
        if (client == null) {
            return books.operatorBudgets();
        }
        return clients.find(client).map(books::budgets).orElseGet(books::operatorBudgets).stream()
                .filter(balance -> caller.isAdmin() || balance.scope() == BudgetBalance.Scope.CLIENT)
                .toList();
    }
}
