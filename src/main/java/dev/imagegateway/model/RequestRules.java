package dev.imagegateway.model;

import dev.imagegateway.schema.Rule;
import dev.imagegateway.schema.SafeText;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The rules of the fields that requests for every model have. */
@Component
public final class RequestRules {

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

    RequestRules(Validator validator) {
        this.validator = validator;
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

    /** Returns the rules of the fields that do not depend on the model, by name. */
    public Map<String, Rule> byField() {
        return Map.of("prompt", prompt, "user", user);
    }

    Validator validator() {
        return validator;
    }
}
