package dev.imagegateway.status;

import dev.imagegateway.client.Client;
import dev.imagegateway.client.ClientActivity;
import dev.imagegateway.client.Clients;
import dev.imagegateway.http.Query;
import dev.imagegateway.ledger.LedgerQueries;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the clients for admins: what they may do, what they have spent, and when they were last seen. */
@RestController
final class ClientsController {

    private static final int MAX_LIMIT = 100;

    private static final int DEFAULT_LIMIT = 20;

    /** Maximum length of a client's id. */
    private static final int MAX_ID_LENGTH = 64;

    private final Clients clients;
    private final ClientActivity activity;
    private final LedgerQueries books;

    ClientsController(Clients clients, ClientActivity activity, LedgerQueries books) {
        this.clients = clients;
        this.activity = activity;
        this.books = books;
    }

    /** @throws dev.imagegateway.problem.GatewayException {@code forbidden}, {@code invalid-request} */
    @GetMapping(path = "/v1/clients", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ClientView.Page> list(@AuthenticationPrincipal Client caller, HttpServletRequest http) {
        if (!caller.isAdmin()) {
            throw Problem.of(ProblemType.FORBIDDEN, "Only a client with the role admin may see the clients.")
                    .asException();
        }
        var query = Query.of(http);
        var limit = query.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var after = Objects.requireNonNullElse(query.text("after", MAX_ID_LENGTH), "");
        query.throwIfAny();
        var found = clients.all().stream()
                .filter(client -> client.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(Client::id))
                .limit(limit + 1L)
                .toList();
        var page = found.subList(0, Math.min(limit, found.size()));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new ClientView.Page("list", views(page), found.size() > limit));
    }

    private List<ClientView> views(List<Client> page) {
        var budgets = books.budgets(page);
        var generations = books.lastGenerations(page.stream().map(Client::id).toList());
        return page.stream()
                .map(client -> ClientView.of(
                        client,
                        budgets.stream()
                                .filter(balance -> client.id().equals(balance.client()))
                                .toList(),
                        activity.lastSeen(client.id()).orElse(null),
                        generations.get(client.id()),
                        clients.loadedAt(client.id())))
                .toList();
    }
}
