package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.COUNT;
import static dev.imagegateway.generation.JsonSchema.CREDITS;
import static dev.imagegateway.generation.JsonSchema.INT32;
import static dev.imagegateway.generation.JsonSchema.INT64;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.USD;
import static dev.imagegateway.generation.JsonSchema.answer;
import static dev.imagegateway.generation.JsonSchema.complete;
import static dev.imagegateway.generation.JsonSchema.constant;
import static dev.imagegateway.generation.JsonSchema.described;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.list;
import static dev.imagegateway.generation.JsonSchema.oneOfToday;
import static dev.imagegateway.generation.JsonSchema.orNull;
import static dev.imagegateway.generation.JsonSchema.text;
import static dev.imagegateway.generation.JsonSchema.to;

import dev.imagegateway.ledger.Evidence;
import dev.imagegateway.ledger.State;
import dev.imagegateway.ledger.UsageGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schemas of usage reports, budgets and generations. */
final class UsageSchemas {

    static final List<String> STATES =
            Arrays.stream(State.values()).map(State::label).toList();
    static final List<String> GROUPS =
            Arrays.stream(UsageGroup.values()).map(UsageGroup::label).toList();
    static final List<String> EVIDENCE =
            Arrays.stream(Evidence.values()).map(Evidence::label).toList();

    private UsageSchemas() {}

    static Map<String, Map<String, Object>> all() {
        var schemas = new LinkedHashMap<String, Map<String, Object>>();
        schemas.put("UsageReport", report());
        schemas.put("UsageSums", complete(sums()));
        schemas.put("UsageRow", row());
        schemas.put("BudgetBalance", budget());
        schemas.put("GenerationList", generations());
        schemas.put("Generation", generation());
        schemas.put("GenerationFailure", failure());
        schemas.put("AcceptedGeneration", accepted());
        return schemas;
    }

    private static Map<String, Object> report() {
        return complete(fields(
                "object", constant("usage"),
                "from", text("date-time", "The first moment of the report."),
                "to", text("date-time", "The first moment after the report."),
                "zone", described(STRING, "The time zone of its days and hours."),
                "group_by", oneOfToday(GROUPS),
                "data", list(to("UsageRow")),
                "total", to("UsageSums"),
                "budgets", list(to("BudgetBalance"))));
    }

    private static Map<String, Object> sums() {
        return fields(
                "generations", COUNT,
                "settled", described(COUNT, "How many generations were paid for."),
                "images", COUNT,
                "credits_used", CREDITS,
                "usd_spent", USD,
                "credits_held", described(CREDITS, "Set aside for generations that have not ended or are unknown."),
                "unknown", described(COUNT, "How many generations may have been billed."),
                "reconciled", described(COUNT, "How many generations were compared with the vendor's books."),
                "drift_credits", described(INT64, "Our credits minus the vendor's, over the reconciled generations."),
                "reused", described(COUNT, "How many answers came from an earlier generation."),
                "credits_saved", described(CREDITS, "What these answers would have cost."));
    }

    private static Map<String, Object> row() {
        var group = fields("group", described(orNull(STRING), "A date, an hour or a name; null for no user."));
        group.putAll(sums());
        return complete(group);
    }

    private static Map<String, Object> budget() {
        var fields = fields(
                "scope",
                oneOfToday(List.of("client", "operator")),
                "client",
                described(STRING, "The client, for a client's own budget."),
                "period",
                oneOfToday(List.of("hour", "day", "month")),
                "limit",
                CREDITS,
                "spent",
                CREDITS,
                "held",
                CREDITS,
                "left",
                CREDITS,
                "resets_at",
                text("date-time", "When the next period begins."));
        var required =
                fields.keySet().stream().filter(name -> !name.equals("client")).toArray(String[]::new);
        return answer(fields, required);
    }

    private static Map<String, Object> generations() {
        return complete(fields(
                "object",
                constant("list"),
                "data",
                list(to("Generation")),
                "has_more",
                JsonSchema.BOOLEAN,
                "next_cursor",
                described(orNull(STRING), "The parameter cursor of the next page; null on the last page.")));
    }

    private static Map<String, Object> generation() {
        var fields = fields(
                "object", constant("generation"),
                "id", described(STRING, "The id, as in X-Generation-Id."),
                "state", described(oneOfToday(STATES), "Where the money is."),
                "outcome", described(orNull(STRING), "succeeded, or the problem's code."),
                "client", STRING,
                "user", orNull(STRING),
                "model", STRING,
                "images_asked", COUNT,
                "images_delivered", orNull(COUNT),
                "image_size", orNull(STRING),
                "num_inference_steps", orNull(COUNT),
                "seed", COUNT,
                "request_hash", described(STRING, "SHA-256 of the request with its defaults."),
                "request_id", orNull(STRING),
                "attempts", described(orNull(COUNT), "POSTs that were sent upstream."),
                "inference_id", described(orNull(STRING), "AIML's id of the generation."),
                "upstream_request_id", orNull(STRING),
                "credits_held", described(CREDITS, "What was set aside before the request was sent."),
                "credits_used", orNull(CREDITS),
                "usd_spent", orNull(USD),
                "cost_source", described(orNull(oneOfToday(EVIDENCE)), "Where the cost comes from."),
                "vendor_credits", described(orNull(CREDITS), "The cost in AIML's books."),
                "created_at", text("date-time", "When the request was accepted."),
                "ended_at", orNull(text("date-time", "When the generation ended.")),
                "duration_ms", orNull(COUNT),
                "reconciled_at", orNull(text("date-time", "When it was compared with AIML's books.")));
        var required = fields.keySet().toArray(String[]::new);
        fields.put(
                "key_prefixes",
                described(list(STRING), "For admins: the first characters of the upstream keys that were used."));
        fields.put("result", described(to("ImageGenerationResponse"), "The images, for a generation that has them."));
        fields.put("problem", described(to("GenerationFailure"), "The error, for a generation that ended without."));
        return answer(fields, required);
    }

    private static Map<String, Object> failure() {
        return complete(fields(
                "type",
                STRING,
                "title",
                STRING,
                "status",
                described(INT32, "The HTTP status that the answer had."),
                "detail",
                STRING));
    }

    private static Map<String, Object> accepted() {
        return described(
                complete(fields("object", constant("generation"), "id", STRING, "state", oneOfToday(STATES))),
                "A generation that has not ended. Its images will be at /v1/generations/{id}.");
    }
}
