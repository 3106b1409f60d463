package dev.imagegateway.generation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.client.Client;
import dev.imagegateway.http.Query;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.ledger.Entry;
import dev.imagegateway.ledger.EntryFilter;
import dev.imagegateway.ledger.EntryPosition;
import dev.imagegateway.ledger.LedgerQueries;
import dev.imagegateway.ledger.State;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Lists generations from the ledger and returns single ones. Clients see their own, admins see all. */
@RestController
final class GenerationController {

    static final String PATH = "/v1/generations";

    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;

    /** Maximum length of a model name, a client id or a user, in characters. */
    private static final int MAX_TEXT_LENGTH = 256;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

    private static final Map<String, ResponseFormat> FORMATS =
            Map.of("url", ResponseFormat.URL, "b64_json", ResponseFormat.B64_JSON);

    private static final Map<String, State> STATES = new LinkedHashMap<>();

    static {
        Arrays.stream(State.values()).forEach(state -> STATES.put(state.label(), state));
    }

    private final LedgerQueries queries;
    private final GenerationViews views;
    private final StoredExtras extras;

    GenerationController(LedgerQueries queries, GenerationViews views, StoredExtras extras) {
        this.queries = queries;
        this.views = views;
        this.extras = extras;
    }

    /** Returns the path of a generation. */
    static String location(String id) {
        return PATH + "/" + id;
    }

    /** One page, in OpenAI's list format. */
    record GenerationList(
            String object,
            List<GenerationView> data,
            @JsonProperty("has_more") boolean hasMore,
            @JsonProperty("next_cursor") @Nullable String nextCursor) {}

    /** Lists generations, newest first. */
    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<GenerationList> list(@AuthenticationPrincipal Client caller, HttpServletRequest http) {
        var query = Query.of(http);
        var limit = query.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var after = position(query);
        var asked = query.text("client", MAX_TEXT_LENGTH);
        var state = query.choice("state", STATES);
        var user = query.text("user", MAX_TEXT_LENGTH);
        var model = query.text("model", MAX_TEXT_LENGTH);
        var outcome = query.text("outcome", MAX_TEXT_LENGTH);
        var requestId = query.text("request_id", MAX_TEXT_LENGTH);
        var blocked = query.flag("blocked");
        var from = query.moment("from", queries.zone());
        var to = query.moment("to", queries.zone());
        if (from != null && to != null && !from.isBefore(to)) {
            query.refuse("to", "minimum", "must be after from", Map.of());
        }
        query.throwIfAny();
        var filter = new EntryFilter(caller.scope(asked), state, user, model, outcome, requestId, blocked, from, to);
        var found = queries.page(filter, after, limit + 1);
        var page = found.subList(0, Math.min(limit, found.size()));
        var known = extras.of(page.stream().map(Entry::id).toList(), http);
        var hasMore = found.size() > limit;
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new GenerationList(
                        "list",
                        page.stream()
                                .map(entry -> GenerationView.of(
                                        entry, caller.isAdmin(), known.getOrDefault(entry.id(), GenerationExtras.NONE)))
                                .toList(),
                        hasMore,
                        hasMore ? PageCursor.after(page.getLast()) : null));
    }

    private static @Nullable EntryPosition position(Query query) {
        var cursor = query.text("cursor", PageCursor.MAX_LENGTH);
        if (cursor == null) {
            return null;
        }
        var position = PageCursor.parse(cursor);
        if (position.isEmpty()) {
            query.refuse("cursor", "format", "is no next_cursor of this list", Map.of());
        }
        return position.orElse(null);
    }

    /**
     * Returns one generation, with its images if there are any. {@code Prefer: wait} waits until it has ended.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code not-found}, also for another client's generation
     */
    @GetMapping(path = PATH + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<GenerationView> one(
            @AuthenticationPrincipal Client caller,
            @PathVariable String id,
            HttpServletRequest http,
            HttpServletResponse response) {
        var query = Query.of(http);
        var format = query.choice("response_format", FORMATS);
        query.throwIfAny();
        var entry = ID.matcher(id).matches()
                ? queries.find(id)
                        .filter(found -> caller.isAdmin() || found.client().equals(caller.id()))
                        .orElse(null)
                : null;
        if (entry == null) {
            throw Problem.of(
                            ProblemType.NOT_FOUND,
                            "There is no such generation of yours; GET /v1/generations lists them.")
                    .asException();
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(views.of(caller, entry, Objects.requireNonNullElse(format, ResponseFormat.URL), http, response));
    }
}
