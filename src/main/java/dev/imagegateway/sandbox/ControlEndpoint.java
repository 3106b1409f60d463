package dev.imagegateway.sandbox;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /sandbox/**}: what a test sees and sets. It asks for no credential; the sandbox is a tool for one machine. */
final class ControlEndpoint {

    private final SandboxState state;

    ControlEndpoint(SandboxState state) {
        this.state = state;
    }

    Reply answer(Call call) {
        return switch (call.method() + " " + call.path()) {
            case "GET /sandbox/requests" -> Reply.json(200, requests());
            case "GET /sandbox/bill" -> Reply.json(200, bill());
            case "POST /sandbox/reset" -> {
                state.reset();
                yield Reply.empty(204);
            }
            default ->
                Reply.json(
                        404,
                        Json.object()
                                .put(
                                        "message",
                                        "There is GET /sandbox/requests, GET /sandbox/bill and POST /sandbox/reset."));
        };
    }

    private ObjectNode requests() {
        ObjectNode json = Json.object();
        ArrayNode requests = json.putArray("requests");
        state.journal().entries().forEach(entry -> requests.add(entry.toJson()));
        return json;
    }

    private ObjectNode bill() {
        Books.Totals totals = state.books().totals();
        ObjectNode json = Json.object()
                .put("credits", totals.credits())
                .put("images", totals.images())
                .put("generations", totals.generations());
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
}
