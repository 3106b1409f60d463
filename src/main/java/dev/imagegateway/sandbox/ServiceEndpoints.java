package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.Admission.Caller;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The readable pages of the vendor's API other than generations. */
final class ServiceEndpoints {

    private static final String MODEL = "/model/";

    private final SandboxState state;
    private final BillingEndpoint billing;
    private final LogsEndpoint logs;
    private final UsageEndpoint usage;
    private final CatalogueEndpoint catalogue;

    ServiceEndpoints(SandboxState state) {
        this.state = state;
        billing = new BillingEndpoint(state);
        logs = new LogsEndpoint(state);
        usage = new UsageEndpoint(state, logs);
        catalogue = new CatalogueEndpoint(state);
    }

    /**
     * Answers a GET; null if there is no such path.
     *
     * @throws Query.Refused if the request is refused
     */
    @Nullable
    Reply answer(Call call) {
        return switch (call.path()) {
            case "/v1/models" -> catalogue.models(call);
            case "/v1/models/deprecations" -> catalogue.deprecations(call);
            case "/models/metrics" -> Reply.json(200, catalogue.metrics(call));
            case "/v2/billing",
                    "/v2/billing/detail",
                    "/v1/billing/balance",
                    "/v2/billing/transactions",
                    "/v2/logs",
                    "/v2/usage",
                    "/v2/usage/detail",
                    "/v1/key" -> Reply.json(200, ofAccount(call, key(call)));
            default ->
                call.path().startsWith(MODEL)
                        ? catalogue.model(call, call.path().substring(MODEL.length()))
                        : null;
        };
    }

    private ObjectNode ofAccount(Call call, Key key) {
        Query query = new Query(call);
        return switch (call.path()) {
            case "/v2/billing" -> billing.balance();
            case "/v2/billing/detail" -> billing.detail();
            case "/v1/billing/balance" -> billing.legacyBalance();
            case "/v2/billing/transactions" -> billing.transactions(query, key);
            case "/v2/logs" -> logs.logs(query, key);
            case "/v2/usage" -> usage.totals(query, key);
            case "/v2/usage/detail" -> usage.detail(query, key);
            default -> describe(key);
        };
    }

    private Key key(Call call) {
        return switch (Caller.of(call, state.settings())) {
            case Caller.Known known -> known.key();
            case Caller.Unknown unknown -> throw new Query.Refused(unknown.refusal());
        };
    }

    /** {@code GET /v1/key}: the calling key. */
    private ObjectNode describe(Key key) {
        String opened = Json.time(state.books().opened());
        var month = state.now().atZone(ZoneOffset.UTC).withDayOfMonth(1).toLocalDate();
        long credits = state.books().bookings().stream()
                .filter(row -> row.keyPrefix().equals(key.prefix())
                        && !row.created().isBefore(month.atStartOfDay().toInstant(ZoneOffset.UTC)))
                .mapToLong(Booking::credits)
                .sum();
        ObjectNode json = Json.object();
        ObjectNode data = json.putObject("data")
                .put("name", "sandbox")
                .put("disabled", false)
                .put("prefix", key.prefix());
        data.putArray("scopes").add("model:image");
        data.putNull("limit").put("created_at", opened).put("updated_at", opened);
        data.put("monthly_usage", Json.usd(credits));
        return json;
    }
}
