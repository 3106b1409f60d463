package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.BOOLEAN;
import static dev.imagegateway.generation.JsonSchema.COUNT;
import static dev.imagegateway.generation.JsonSchema.CREDITS;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.USD;
import static dev.imagegateway.generation.JsonSchema.complete;
import static dev.imagegateway.generation.JsonSchema.constant;
import static dev.imagegateway.generation.JsonSchema.described;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.list;
import static dev.imagegateway.generation.JsonSchema.orNull;
import static dev.imagegateway.generation.JsonSchema.to;

import java.util.Map;

/** The schemas of a dry run, beside those of {@link ApiSchemas}. */
final class DryRunSchemas {

    private DryRunSchemas() {}

    static Map<String, Map<String, Object>> all() {
        return Map.of(
                "DryRun", dryRun(),
                "NormalisedRequest", request(),
                "NormalisedSize", complete(fields("width", COUNT, "height", COUNT, "preset", orNull(STRING))),
                "Price", complete(fields("credits", CREDITS, "usd", USD)));
    }

    private static Map<String, Object> dryRun() {
        return described(
                complete(fields(
                        "object", constant("dry_run"),
                        "request", to("NormalisedRequest"),
                        "price", described(to("Price"), "What the request would set aside."),
                        "budgets", described(list(to("BudgetBalance")), "What your budgets have left."),
                        "allowed", described(BOOLEAN, "Whether the budgets have enough left now."))),
                "What a request would do and cost. Nothing is sent, set aside or spent.");
    }

    private static Map<String, Object> request() {
        return described(
                complete(fields(
                        "model", STRING,
                        "prompt", STRING,
                        "num_images", COUNT,
                        "seed", described(orNull(COUNT), "null: the gateway would choose one."),
                        "image_size", to("NormalisedSize"),
                        "negative_prompt", STRING,
                        "prompt_expansion", BOOLEAN,
                        "guidance_scale", orNull(Map.of("type", "number")),
                        "num_inference_steps", COUNT,
                        "enable_safety_checker", BOOLEAN,
                        "response_format", STRING,
                        "user", orNull(STRING))),
                "The request with every default applied.");
    }
}
