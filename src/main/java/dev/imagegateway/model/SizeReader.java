package dev.imagegateway.model;

import dev.imagegateway.http.Violations;
import dev.imagegateway.image.ImageSize;
import dev.imagegateway.image.ImageSize.Dimensions;
import dev.imagegateway.image.ImageSize.Preset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads AIML's {@code image_size} (a preset or an object) and OpenAI's {@code size} (a string). */
final class SizeReader {

    private static final Pattern WIDTH_X_HEIGHT = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    private static final String PRESET_OR_OBJECT =
            "must be " + Rule.choices(RequestRules.PRESETS) + ", or an object of width and height";

    private static final String OPENAI_SIZE =
            "must be WIDTHxHEIGHT such as 1024x1024, or " + Rule.choices(RequestRules.OPENAI_SIZES);

    private final RequestRules rules;

    SizeReader(RequestRules rules) {
        this.rules = rules;
    }

    @Nullable
    ImageSize imageSize(Fields fields, Violations violations) {
        var node = fields.raw("image_size");
        if (node == null) {
            return null;
        }
        if (node instanceof ObjectNode object) {
            var members = new Fields(object, fields.pointer("image_size"), rules.validator(), violations);
            var size = new Dimensions(members.integer("width", rules.width), members.integer("height", rules.height));
            members.refuseUnknown();
            return size;
        }
        if (!node.isString()) {
            violations.add(
                    fields.pointer("image_size"),
                    "type",
                    PRESET_OR_OBJECT + ", not " + Fields.typeOf(node),
                    allowed(RequestRules.PRESETS));
            return null;
        }
        var preset = Preset.named(node.stringValue());
        if (preset.isEmpty()) {
            violations.add(fields.pointer("image_size"), "enum", PRESET_OR_OBJECT, allowed(RequestRules.PRESETS));
        }
        return preset.orElse(null);
    }

    /** Reads OpenAI's {@code size}. {@code auto} leaves the size to the upstream. */
    @Nullable
    ImageSize openAiSize(Fields fields, Violations violations) {
        var node = fields.rawUnlessNull("size");
        if (node == null || (node.isString() && node.stringValue().equals("auto"))) {
            return null;
        }
        var pointer = fields.pointer("size");
        if (!node.isString()) {
            violations.add(
                    pointer, "type", OPENAI_SIZE + ", not " + Fields.typeOf(node), allowed(RequestRules.OPENAI_SIZES));
            return null;
        }
        var matcher = WIDTH_X_HEIGHT.matcher(node.stringValue());
        if (matcher.matches()) {
            return dimensions(
                    Integer.valueOf(matcher.group(1)), Integer.valueOf(matcher.group(2)), pointer, violations);
        }
        var preset = Preset.named(node.stringValue());
        if (preset.isEmpty()) {
            violations.add(pointer, "enum", OPENAI_SIZE, allowed(RequestRules.OPENAI_SIZES));
        }
        return preset.orElse(null);
    }

    private ImageSize dimensions(Integer w, Integer h, String pointer, Violations violations) {
        check(rules.width, w, pointer, violations);
        check(rules.height, h, pointer, violations);
        return new Dimensions(w, h);
    }

    private void check(Rule rule, Integer value, String pointer, Violations violations) {
        for (var broken : rules.validator().validateValue(rule.bean(), rule.property(), value)) {
            violations.add(
                    pointer,
                    Rule.keyword(broken.getConstraintDescriptor()),
                    "its " + rule.property() + " " + rule.sentence(),
                    rule.allowed());
        }
    }

    private Map<String, Object> allowed(List<String> names) {
        return Map.of("enum", names, "width", rules.width.allowed(), "height", rules.height.allowed());
    }
}
