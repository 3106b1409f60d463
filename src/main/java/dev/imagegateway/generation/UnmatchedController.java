package dev.imagegateway.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.client.Client;
import dev.imagegateway.http.BodyReader;
import dev.imagegateway.http.Query;
import dev.imagegateway.ledger.UnmatchedGenerations;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.telemetry.AuditLog;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets an admin see the generations that the vendor billed and the books do not have, and add them. */
@RestController
final class UnmatchedController {

    private static final String PATH = "/v1/unmatched-generations";

    private static final int MAX_LIMIT = 100;

    private static final int DEFAULT_LIMIT = 20;

    /** Longer than any id. */
    private static final int MAX_ID_LENGTH = 100;

    private final BodyReader bodies;
    private final AdoptionReader requests;
    private final UnmatchedGenerations unmatched;
    private final Catalogue catalogue;

    UnmatchedController(
            BodyReader bodies, AdoptionReader requests, UnmatchedGenerations unmatched, Catalogue catalogue) {
        this.bodies = bodies;
        this.requests = requests;
        this.unmatched = unmatched;
        this.catalogue = catalogue;
    }

    /** One page, in OpenAI's list format. */
    record UnmatchedList(
            String object,
            List<UnmatchedView> data,
            @JsonProperty("has_more") boolean hasMore) {}

    /** A billed generation that the books do not have. The model is left out if the vendor does not name it. */
    record UnmatchedView(
            String id,
            @JsonProperty("credits_used") long creditsUsed,
            @JsonProperty("created_at") Instant createdAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String model) {}

    /** @throws dev.imagegateway.problem.GatewayException {@code forbidden}, {@code invalid-request} */
    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<UnmatchedList> list(@AuthenticationPrincipal Client client, HttpServletRequest http) {
        requireAdmin(client);
        var query = Query.of(http);
        var limit = query.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var after = query.text("after", MAX_ID_LENGTH);
        query.throwIfAny();
        var found = unmatched.list(Objects.requireNonNullElse(after, ""), limit + 1);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new UnmatchedList(
                        "list", found.stream().limit(limit).map(this::view).toList(), found.size() > limit));
    }

    /** @throws dev.imagegateway.problem.GatewayException {@code forbidden}, {@code invalid-request}, {@code not-found} */
    @PostMapping(
            path = PATH + "/{id}/adoption",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    GenerationView adopt(@AuthenticationPrincipal Client client, @PathVariable String id, HttpServletRequest http) {
        requireAdmin(client);
        var request = requests.read(bodies.read(http));
        // written first, because the response of the database may be lost
        AuditLog.write("adoption-requested", facts(client, http, id, request));
        var adopted = unmatched
                .adopt(id, request.client(), catalogue::idOfLogged)
                .orElseThrow(() -> Problem.of(
                                ProblemType.NOT_FOUND,
                                "There is no such generation; GET " + PATH + " lists those that can be adopted.")
                        .asException());
        AuditLog.write("adoption", facts(client, http, adopted.id(), request));
        return GenerationView.of(adopted, true, GenerationExtras.NONE);
    }

    private UnmatchedView view(UnmatchedGenerations.Unmatched one) {
        return new UnmatchedView(
                one.id(),
                one.credits(),
                one.createdAt(),
                one.model() == null ? null : catalogue.idOfLogged(one.model()));
    }

    private static void requireAdmin(Client client) {
        if (!client.isAdmin()) {
            throw Problem.of(ProblemType.FORBIDDEN, "Only a client with the role admin may see or adopt these.")
                    .asException();
        }
    }

    private static Map<String, @Nullable Object> facts(
            Client client, HttpServletRequest http, String generation, AdoptionRequest request) {
        var facts = AuditLog.facts(client.id(), http, AuditLog.fact("generation", generation));
        facts.put("payer", request.client());
        facts.put("reason", request.reason());
        return facts;
    }
}
