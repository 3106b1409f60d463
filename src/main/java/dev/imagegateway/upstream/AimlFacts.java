package dev.imagegateway.upstream;

import dev.imagegateway.secret.ForeignText;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads what AIML states besides images and cost. Only members that are known from its documentation and responses are
 * read, so that nothing about the gateway's account reaches callers. AIML's {@code seed} is not read, because it is not
 * the seed that was used: its last digits are lost.
 */
final class AimlFacts {

    /** Characters. A prompt has 4,000 at most. */
    private static final int MAX_TEXT = 4000;

    /** Characters of a name, such as that of a model. */
    private static final int MAX_NAME = 200;

    /** Entries of a list or an object. */
    private static final int MAX_ENTRIES = 16;

    private static final int MAX_DIGITS = 40;

    /** {@code prompt} is the prompt that was used, which the upstream may have expanded. */
    private static final List<String> TEXTS = List.of("prompt", "revised_prompt", "description");

    private static final List<String> GENERAL = List.of(
            "has_nsfw_concepts",
            "timings",
            "prompt",
            "description",
            "model",
            "background",
            "output_format",
            "quality",
            "size");

    private static final List<String> OF_IMAGE = List.of(
            "width",
            "height",
            "content_type",
            "mime_type",
            "size",
            "file_name",
            "file_size",
            "prompt",
            "revised_prompt",
            "content_violation",
            "request_id");

    private final ForeignText foreign;

    AimlFacts(ForeignText foreign) {
        this.foreign = foreign;
    }

    Map<String, Object> general(JsonNode body) {
        return read(body, GENERAL);
    }

    Map<String, Object> ofImage(JsonNode entry) {
        return read(entry, OF_IMAGE);
    }

    private Map<String, Object> read(JsonNode from, List<String> names) {
        var facts = new LinkedHashMap<String, Object>();
        for (var name : names) {
            fact(name, from.path(name)).ifPresent(fact -> facts.put(name, fact));
        }
        return facts;
    }

    private Optional<Object> fact(String name, JsonNode value) {
        if (value.isArray()) {
            var flags = value.valueStream()
                    .limit(MAX_ENTRIES)
                    .filter(JsonNode::isBoolean)
                    .map(JsonNode::booleanValue)
                    .toList();
            return flags.isEmpty() ? Optional.empty() : Optional.of(flags);
        }
        if (value.isObject()) {
            var numbers = new LinkedHashMap<String, Object>();
            value.propertyStream().limit(MAX_ENTRIES).forEach(entry -> {
                var label = foreign.word(entry.getKey());
                if (!label.isEmpty()) {
                    number(entry.getValue()).ifPresent(number -> numbers.put(label, number));
                }
            });
            return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers);
        }
        if (value.isBoolean()) {
            return Optional.of(value.booleanValue());
        }
        if (value.isString()) {
            var text = foreign.line(value.stringValue(), TEXTS.contains(name) ? MAX_TEXT : MAX_NAME);
            return text.isBlank() ? Optional.empty() : Optional.of(text);
        }
        return number(value).map(number -> number);
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        if (!value.isNumber()) {
            return Optional.empty();
        }
        var number = value.decimalValue();
        return number.precision() > MAX_DIGITS || Math.abs(number.scale()) > MAX_DIGITS
                ? Optional.empty()
                : Optional.of(number);
    }
}
