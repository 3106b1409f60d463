package dev.imagegateway.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /sandbox/**}: the tests' interface. It needs no credential, because the sandbox is a tool for one machine.
 */
final class ControlEndpoint {

    private static final String FAULTS = "/sandbox/faults";
    private static final String DEPRECATIONS = "/sandbox/deprecations";

    private final SandboxState state;

    ControlEndpoint(SandboxState state) {
        this.state = state;
    }

    Reply answer(Call call) {
        try {
            return answered(call);
        } catch (BadRule bad) {
            return bad.reply();
        }
    }

    private Reply answered(Call call) {
        return switch (call.method() + " " + call.path()) {
            case "GET " + FAULTS -> Reply.json(200, faults());
            case "POST " + FAULTS -> Reply.json(201, state.faults().add(body(call)));
            case "DELETE " + FAULTS -> {
                state.faults().clear();
                yield Reply.empty(204);
            }
            case "GET /sandbox/requests" -> Reply.json(200, requests());
            case "GET /sandbox/bill" -> Reply.json(200, bill());
            case "POST /sandbox/refunds" -> {
                refund(body(call));
                yield Reply.empty(204);
            }
            case "POST " + DEPRECATIONS ->
                Reply.json(201, state.deprecations().announce(DeprecationReader.read(body(call), state.now())));
            case "DELETE " + DEPRECATIONS -> {
                state.deprecations().clear();
                yield Reply.empty(204);
            }
            case "GET /sandbox/settings" -> Reply.json(200, settings());
            case "PUT /sandbox/settings" -> {
                change(body(call));
                yield Reply.json(200, settings());
            }
            case "POST /sandbox/reset" -> {
                state.reset();
                yield Reply.empty(204);
            }
            default -> other(call);
        };
    }

    private Reply other(Call call) {
        String path = call.path();
        if (call.method().equals("DELETE") && path.matches(FAULTS + "/\\d{1,9}")) {
            boolean there = state.faults().remove(Integer.parseInt(path.substring(FAULTS.length() + 1)));
            return Reply.empty(there ? 204 : 404);
        }
        return Reply.json(
                404,
                Json.object()
                        .put(
                                "sandbox",
                                "There is GET, POST and DELETE /sandbox/faults, DELETE /sandbox/faults/{id}, GET"
                                        + " /sandbox/requests, GET /sandbox/bill, POST /sandbox/refunds, POST and DELETE"
                                        + " /sandbox/deprecations, GET and PUT"
                                        + " /sandbox/settings and POST /sandbox/reset."));
    }

    private static ObjectNode body(Call call) {
        try {
            if (Json.MAPPER.readTree(call.body()) instanceof ObjectNode body) {
                return body;
            }
        } catch (JacksonException _) {
            // refused below with the same message
        }
        throw new BadRule("The body must be a JSON object.");
    }

    private ObjectNode faults() {
        ObjectNode json = Json.object();
        json.set("rules", state.faults().toJson());
        ArrayNode table = json.putArray("faults");
        for (Fault fault : Fault.all()) {
            ArrayNode options = table.addObject()
                    .put("fault", fault.label())
                    .put("bills", fault.bills())
                    .put("about", fault.about())
                    .putArray("options");
            fault.options().stream().sorted().forEach(option -> options.add(option.label()));
        }
        return json;
    }

    private ObjectNode requests() {
        ObjectNode json = Json.object();
        ArrayNode requests = json.putArray("requests");
        state.journal().entries().forEach(entry -> requests.add(entry.toJson()));
        return json;
    }

    private ObjectNode bill() {
        BillingBooks.Totals totals = state.books().totals();
        ObjectNode json = Json.object()
                .put("credits", totals.credits())
                .put("images", totals.images())
                .put("generations", totals.generations())
                .put(
                        "refunded",
                        state.books().refunds().stream()
                                .mapToLong(BillingBooks.Refund::credits)
                                .sum());
        ArrayNode rows = json.putArray("rows");
        state.books().bookings().reversed().stream()
                .filter(Booking::billed)
                .forEach(row -> rows.addObject()
                        .put("inference_id", row.inferenceId())
                        .put("client_request_id", row.clientRequestId())
                        .put("credits", row.credits())
                        .put("images", row.images()));
        return json;
    }

    private void refund(ObjectNode json) {
        RuleFields fields = new RuleFields(json);
        fields.onlyKnows(Set.of("inference_id", "credits"), "A refund");
        String inferenceId = fields.required("inference_id");
        int credits = fields.number("credits", 0, 1, Integer.MAX_VALUE);
        if (credits == 0 || !state.books().refund(inferenceId, credits, state.now())) {
            throw new BadRule("credits must be a part of what inference_id, as in /sandbox/bill, was billed.");
        }
    }

    private ObjectNode settings() {
        ObjectNode json = (ObjectNode) SettingsBinder.asJson(state.settings());
        json.remove("api-keys");
        json.remove("management-keys");
        return json;
    }

    private void change(ObjectNode json) {
        Map<ConfigurationPropertyName, Object> changes = new LinkedHashMap<>();
        SettingsBinder.flatten("", json, changes);
        Map<String, Object> byName = new LinkedHashMap<>();
        changes.forEach((name, value) -> byName.put(name.toString(), value));
        try {
            state.change(byName);
        } catch (IllegalArgumentException refused) {
            throw new BadRule(String.valueOf(refused.getMessage()));
        }
    }
}
