package dev.imagegateway.usage;

import dev.imagegateway.client.Client;
import dev.imagegateway.http.Query;
import dev.imagegateway.ledger.BudgetBalance;
import dev.imagegateway.ledger.LedgerQueries;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells a caller which client its credential belongs to, and what that client may do and spend. */
@RestController
final class CallerController {

    private final LedgerQueries books;

    CallerController(LedgerQueries books) {
        this.books = books;
    }

    /**
     * The caller.
     *
     * @param roles additional permissions, from the configuration and the token
     * @param budgets its own budgets; admins also see that of the operator
     */
    record CallerView(String object, String id, List<String> roles, List<BudgetBalance> budgets) {}

    @GetMapping(path = "/v1/client", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<CallerView> caller(@AuthenticationPrincipal Client caller, HttpServletRequest http) {
        Query.of(http).throwIfAny();
        var roles = caller.roles().stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
        var budgets = books.budgets(caller).stream()
                .filter(balance -> caller.isAdmin() || balance.scope() == BudgetBalance.Scope.CLIENT)
                .toList();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new CallerView("client", caller.id(), roles, budgets));
    }
}
