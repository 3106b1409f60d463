package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.SandboxProperties.MultipleOf32;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The vendor's published schema of this model, with the messages of zod 3, which its errors quote. Unknown fields are
 * ignored, as in the vendor's examples: {@code n: 4} gives one image. Everything that the schema allows is accepted,
 * including an empty prompt, and 1.5 images, which the supplier then refuses.
 */
final class BodyRules {

    private static final Map<String, int[]> PRESETS = Map.of(
            "square_hd", new int[] {1024, 1024},
            "square", new int[] {512, 512},
            "portrait_4_3", new int[] {768, 1024},
            "portrait_16_9", new int[] {576, 1024},
            "landscape_4_3", new int[] {1024, 768},
            "landscape_16_9", new int[] {1024, 576});
    private static final String PRESET_NAMES =
            "'square_hd' | 'square' | 'portrait_4_3' | 'portrait_16_9' | 'landscape_4_3' | 'landscape_16_9'";
    private static final int PROMPT_LENGTH = 4000;

    private final SandboxProperties settings;
    private final JsonNode body;
    private final List<String> issues = new ArrayList<>();

    private BodyRules(SandboxProperties settings, JsonNode body) {
        this.settings = settings;
        this.body = body;
    }

    /** A valid body, or the refusal. */
    sealed interface Parsed {
        record Passed(GenerationRequest request) implements Parsed {}

        record Failed(Refusal refusal) implements Parsed {}
    }

    static Parsed parse(Call call, SandboxProperties settings) {
        JsonNode body;
        try {
            // Express does not parse other content types, so the schema sees an empty object
            body = call.isJson() && !call.body().isEmpty() ? Json.MAPPER.readTree(call.body()) : Json.object();
        } catch (JacksonException malformed) {
            long at = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getCharOffset();
            return new Parsed.Failed(Refusal.badRequest("Unexpected token in JSON at position " + at));
        }
        return body.isObject()
                ? new BodyRules(settings, body).parse()
                : new Parsed.Failed(Refusal.invalidBody(List.of("Expected object, received " + typeOf(body))));
    }

    private Parsed parse() {
        String model = string("model", true);
        if (model != null && !model.equals(GenerationRequest.MODEL)) {
            return new Parsed.Failed(
                    settings.unknownModelStatus() == 404
                            ? Refusal.notFound("Model " + model + " not found")
                            : Refusal.invalidBody(List.of("Invalid enum value. Expected '" + GenerationRequest.MODEL
                                    + "', received '" + model + "'")));
        }
        String prompt = string("prompt", true);
        // JSON Schema's maxLength counts code points; whether the vendor's validator does is unknown
        if (prompt != null && prompt.codePointCount(0, prompt.length()) > PROMPT_LENGTH) {
            issues.add("String must contain at most " + PROMPT_LENGTH + " character(s)");
        }
        Double images = number(body, "num_images", 1.0, 4.0, false);
        Double seed = number(body, "seed", 1.0, null, true);
        int[] size = size(body.get("image_size"));
        String negative = string("negative_prompt", false);
        boolean expansion = bool("prompt_expansion", false);
        Double guidance = number(body, "guidance_scale", 1.0, 20.0, false);
        Double steps = number(body, "num_inference_steps", 1.0, 50.0, true);
        boolean checker = bool("enable_safety_checker", true);
        if (!issues.isEmpty() || model == null || prompt == null) {
            return new Parsed.Failed(Refusal.invalidBody(issues));
        }
        return new Parsed.Passed(new GenerationRequest(
                model,
                prompt,
                images == null ? 1 : images,
                seed,
                size[0],
                size[1],
                negative,
                expansion,
                guidance,
                steps == null ? 50 : steps.intValue(),
                checker));
    }

    private int[] size(@Nullable JsonNode size) {
        if (size == null) {
            return preset("square_hd");
        }
        if (size.isString()) {
            if (!PRESETS.containsKey(size.stringValue())) {
                issues.add("Invalid enum value. Expected " + PRESET_NAMES + ", received '" + size.stringValue() + "'");
            }
            return preset(size.stringValue());
        }
        if (!size.isObject()) {
            issues.add("Invalid input");
            return preset("square_hd");
        }
        return new int[] {side(size, "width", 1024), side(size, "height", 768)};
    }

    private int side(JsonNode size, String name, int usual) {
        Double side = number(size, name, 64.0, 1536.0, true);
        int pixels = side == null ? usual : side.intValue();
        if (pixels % 32 != 0 && settings.multipleOf32() == MultipleOf32.REJECT) {
            issues.add("Number must be a multiple of 32");
        }
        return settings.multipleOf32() == MultipleOf32.ROUND ? (pixels + 16) / 32 * 32 : pixels;
    }

    private static int[] preset(String name) {
        return PRESETS.getOrDefault(name, new int[] {1024, 1024});
    }

    private @Nullable String string(String name, boolean required) {
        JsonNode value = body.get(name);
        if (value != null && value.isString()) {
            return value.stringValue();
        }
        if (value != null) {
            issues.add("Expected string, received " + typeOf(value));
        } else if (required) {
            issues.add("Required");
        }
        return null;
    }

    private boolean bool(String name, boolean usual) {
        JsonNode value = body.get(name);
        if (value != null && !value.isBoolean()) {
            issues.add("Expected boolean, received " + typeOf(value));
        }
        return (value != null && value.isBoolean()) ? value.booleanValue() : usual;
    }

    private @Nullable Double number(JsonNode parent, String name, Double min, @Nullable Double max, boolean whole) {
        JsonNode node = parent.get(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            issues.add("Expected number, received " + typeOf(node));
            return null;
        }
        double value = node.doubleValue();
        if (whole && value != Math.rint(value)) {
            issues.add("Expected integer, received float");
        }
        if (value < min) {
            issues.add("Number must be greater than or equal to " + min.intValue());
        }
        if (max != null && value > max) {
            issues.add("Number must be less than or equal to " + max.intValue());
        }
        return value;
    }

    private static String typeOf(JsonNode node) {
        return node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }
}
