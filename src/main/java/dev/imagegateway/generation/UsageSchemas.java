package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.CREDITS;
import static dev.imagegateway.generation.JsonSchema.INTEGER;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.USD;
import static dev.imagegateway.generation.JsonSchema.closed;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.list;
import static dev.imagegateway.generation.JsonSchema.object;
import static dev.imagegateway.generation.JsonSchema.orNull;
import static dev.imagegateway.generation.JsonSchema.text;
import static dev.imagegateway.generation.JsonSchema.to;
import static dev.imagegateway.generation.JsonSchema.with;

import dev.imagegateway.ledger.Evidence;
import dev.imagegateway.ledger.State;
import dev.imagegateway.ledger.UsageGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schemas of what the books are asked: reports, generations, dry runs. */
final class UsageSchemas {

    static final List<String> STATES =
            Arrays.stream(State.values()).map(State::label).toList();
    static final List<String> GROUPS =
            Arrays.stream(UsageGroup.values()).map(UsageGroup::label).toList();

    private static final Map<String, Object> COUNT = with(INTEGER, "format", "int64", "minimum", 0);
    private static final Map<String, Object> PERIOD = with(STRING, "enum", List.of("hour", "day", "month"));
    private static final Map<String, Object> PRICE = closed(fields("credits", CREDITS, "usd", USD));

    private UsageSchemas() {}

    static Map<String, Map<String, Object>> all() {
        var schemas = new LinkedHashMap<String, Map<String, Object>>();
        schemas.put("UsageReport", report());
        schemas.put("BudgetBalance", budget());
        schemas.put("GenerationList", generations());
        schemas.put("Generation", generation());
        schemas.put("AcceptedGeneration", accepted());
        schemas.put("DryRun", dryRun());
        return schemas;
    }

    static Map<String, Object> price() {
        return PRICE;
    }

    private static Map<String, Object> report() {
        var sums = fields(
                "generations", COUNT,
                "settled", with(COUNT, "description", "How many of them were paid for."),
                "images", COUNT,
                "credits_used", CREDITS,
                "usd_spent", USD,
                "credits_held", with(CREDITS, "description", "Set aside for what has not ended, or nobody knows of."),
                "unknown", with(COUNT, "description", "How many may have been billed."),
                "reconciled", with(COUNT, "description", "Of how many the vendor's books have told all."),
                "drift_credits",
                        with(INTEGER, "description", "Our credits above the vendor's, over the reconciled ones."),
                "reused", with(COUNT, "description", "Answers that an earlier generation gave."),
                "credits_saved", with(CREDITS, "description", "What these would have cost again."));
        var group = fields("group", described(orNull(STRING), "A date, an hour, a name; null without a user."));
        group.putAll(sums);
        return closed(fields(
                "object", Map.of("const", "usage"),
                "from", text("date-time", "The first moment."),
                "to", text("date-time", "The first moment after."),
                "zone", with(STRING, "description", "Whose days and hours these are."),
                "group_by", with(STRING, "enum", GROUPS),
                "data", list(closed(group)),
                "total", closed(sums),
                "budgets", list(to("BudgetBalance"))));
    }

    private static Map<String, Object> budget() {
        var fields = fields(
                "scope", with(STRING, "enum", List.of("client", "operator")),
                "client", with(STRING, "description", "Whose it is, if it is one client's."),
                "period", PERIOD,
                "limit", CREDITS,
                "spent", CREDITS,
                "held", CREDITS,
                "left", CREDITS,
                "resets_at", text("date-time", "When it is whole again."));
        var required =
                fields.keySet().stream().filter(name -> !name.equals("client")).toArray(String[]::new);
        return with(object(fields, required), "additionalProperties", false);
    }

    private static Map<String, Object> generations() {
        return closed(fields(
                "object",
                Map.of("const", "list"),
                "data",
                list(to("Generation")),
                "has_more",
                Map.of("type", "boolean"),
                "next_cursor",
                described(orNull(STRING), "The parameter cursor of the next page, if there is one.")));
    }

    private static Map<String, Object> generation() {
        var evidence = Arrays.stream(Evidence.values()).map(Evidence::label).toList();
        var fields = fields(
                "object", Map.of("const", "generation"),
                "id", with(STRING, "description", "As in X-Generation-Id."),
                "state", with(STRING, "enum", STATES),
                "outcome", described(orNull(STRING), "succeeded, or the problem's code."),
                "client", STRING,
                "user", orNull(STRING),
                "model", STRING,
                "images_asked", COUNT,
                "images_delivered", orNull(COUNT),
                "image_size", orNull(STRING),
                "num_inference_steps", orNull(COUNT),
                "seed", COUNT,
                "request_hash", with(STRING, "description", "SHA-256 of the request with its defaults."),
                "request_id", orNull(STRING),
                "attempts", described(orNull(COUNT), "POSTs that went upstream."),
                "inference_id", described(orNull(STRING), "AIML's name for it."),
                "upstream_request_id", orNull(STRING),
                "credits_held", with(CREDITS, "description", "What was set aside before it was sent."),
                "credits_used", orNull(CREDITS),
                "usd_spent", orNull(USD),
                "cost_source",
                        described(orNull(with(STRING, "enum", evidence)), "Who says what it cost, or that it did not."),
                "vendor_credits", described(orNull(CREDITS), "What AIML's books say."),
                "created_at", text("date-time", "When it was accepted."),
                "ended_at", orNull(text("date-time", "When it ended.")),
                "duration_ms", orNull(COUNT),
                "reconciled_at", orNull(text("date-time", "Since when AIML's books have told all.")));
        var required = fields.keySet().toArray(String[]::new);
        fields.put(
                "key_prefixes",
                with(list(STRING), "description", "For admins: first characters of the keys it may have gone with."));
        fields.put("result", with(to("ImageGenerationResponse"), "description", "Of one that has images."));
        fields.put("problem", with(failure(), "description", "Of one that ended without; the status its answer had."));
        return with(object(fields, required), "additionalProperties", false);
    }

    private static Map<String, Object> failure() {
        return object(
                fields("type", STRING, "title", STRING, "status", INTEGER, "detail", STRING),
                "type",
                "title",
                "status",
                "detail");
    }

    private static Map<String, Object> accepted() {
        return object(
                fields("object", Map.of("const", "generation"), "id", STRING, "state", Map.of("const", "held")),
                "object",
                "id",
                "state");
    }

    private static Map<String, Object> dryRun() {
        var size = closed(fields("width", COUNT, "height", COUNT, "preset", orNull(STRING)));
        var request = fields(
                "model", STRING,
                "prompt", STRING,
                "num_images", COUNT,
                "seed", described(orNull(COUNT), "null: the gateway would choose one."),
                "image_size", size,
                "negative_prompt", STRING,
                "prompt_expansion", Map.of("type", "boolean"),
                "guidance_scale", orNull(Map.of("type", "number")),
                "num_inference_steps", COUNT,
                "enable_safety_checker", Map.of("type", "boolean"),
                "response_format", STRING,
                "user", orNull(STRING));
        return with(
                closed(fields(
                        "object", Map.of("const", "dry_run"),
                        "request", closed(request),
                        "price", PRICE,
                        "budgets", list(to("BudgetBalance")),
                        "allowed",
                                with(
                                        Map.of("type", "boolean"),
                                        "description",
                                        "Whether the budgets have enough left now."))),
                "description",
                "What would become of the request: with dry_run=true nothing does.");
    }

    private static Map<String, Object> described(Map<String, Object> schema, String description) {
        return with(schema, "description", description);
    }
}
