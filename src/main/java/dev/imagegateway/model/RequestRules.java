package dev.imagegateway.model;

import dev.imagegateway.image.SafeText;
import dev.imagegateway.schema.Rule;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The rules of the fields that requests for every model have, and of the first model for the API documentation. */
@Component
public final class RequestRules {

    /** The vendor's named sizes. */
    public static final List<String> PRESETS =
            Arrays.stream(SizePreset.values()).map(SizePreset::wireName).toList();

    /** The values of OpenAI's {@code size} other than width and height. */
    public static final List<String> OPENAI_SIZES =
            Stream.concat(PRESETS.stream(), Stream.of(OpenAiSize.AUTO)).toList();

    /** The response formats. */
    public static final List<String> FORMATS = List.of("url", "b64_json");

    /** Fields that OpenAI's clients send by default. They are ignored where the model has no such parameter. */
    public static final List<String> TOLERATED = List.of(
            "quality", "style", "background", "moderation", "output_format", "output_compression", "safety_identifier");

    /** Code points. No model of the catalogue takes a longer prompt. */
    private static final int MAX_PROMPT = 32_000;

    final Rule model;
    final Rule prompt;
    final Rule user;

    private final Validator validator;
    private final Catalogue catalogue;

    RequestRules(Validator validator, Catalogue catalogue) {
        this.validator = validator;
        this.catalogue = catalogue;
        var json = JsonMapper.shared();
        this.model = Rule.of(json.createObjectNode().put("type", "string"));
        this.prompt = Rule.of(json.createObjectNode()
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", MAX_PROMPT));
        this.user = Rule.of(validator, CommonFields.class, "user", "string");
    }

    /** The fields of every request that are not sent upstream. */
    private record CommonFields(
            @Nullable @CodePointLength(max = 256) @SafeText String user) {}

    /** Returns the rule of each field of the first model by name. Width and height are those of {@code image_size}. */
    public Map<String, Rule> byField() {
        var byField = new LinkedHashMap<String, Rule>();
        byField.put("model", Rule.of(names()));
        byField.putAll(catalogue.defaultModel().rules());
        byField.put("user", user);
        return byField;
    }

    private ObjectNode names() {
        var names = JsonMapper.shared().createObjectNode().put("type", "string");
        var choices = names.putArray("enum");
        catalogue.all().stream().filter(catalogue::isServed).forEach(served -> {
            choices.add(served.id());
            served.aliases().forEach(choices::add);
        });
        return names;
    }

    Validator validator() {
        return validator;
    }
}
