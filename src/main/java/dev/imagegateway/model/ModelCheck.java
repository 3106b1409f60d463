package dev.imagegateway.model;

import dev.imagegateway.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks that what a model's document names is there, and that its figures can work. */
final class ModelCheck {

    private ModelCheck() {}

    /** @throws InvalidDocumentException if the model contradicts itself */
    static void check(Model model) {
        var parameters = model.parameters();
        if (model.lifecycle().isServed() && !isText(parameters.get(Model.PROMPT))) {
            throw new InvalidDocumentException("parameters.prompt must be a string");
        }
        var size = model.openAi().size();
        Stream.concat(
                        Stream.of(model.openAi().count(), size == null ? null : size.parameter()),
                        model.referenceNames().stream())
                .filter(Objects::nonNull)
                .filter(name -> !parameters.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidDocumentException("names a parameter " + name + " that it does not have");
                });
        var count = parameters.get(model.openAi().count());
        if (count != null && !(isBoundedInteger(count) && leastOf(count) >= 1)) {
            throw new InvalidDocumentException(
                    "openai.count must be an integer with a minimum of 1 or more, and a maximum");
        }
        var seed = parameters.get(Model.SEED);
        if (seed != null && !isBoundedInteger(seed)) {
            throw new InvalidDocumentException("parameters.seed must be an integer with a minimum and a maximum");
        }
        var sized = size == null ? null : parameters.get(size.parameter());
        if (size != null && sized != null && size.values() == null && !ImageGenerationRequest.isSize(sized)) {
            throw new InvalidDocumentException("openai.size needs values, unless its parameter takes dimensions");
        }
        var pricing = model.pricing();
        if (pricing != null) {
            check(pricing, model);
        }
    }

    private static void check(Pricing pricing, Model model) {
        if (pricing.bounds() != null) {
            pricing.bounds().stream()
                    .flatMap(bound -> bound.when() == null ? Stream.empty() : bound.when().entrySet().stream())
                    .forEach(entry -> check(entry, model.parameters().get(entry.getKey())));
        }
        var fault = pricing.faultFor(model);
        if (fault != null && model.lifecycle().isServed()) {
            throw new InvalidDocumentException("price " + fault);
        }
    }

    /** A misspelt condition would never match, and the next bound would be held. */
    private static void check(Map.Entry<String, Object> condition, @Nullable Parameter parameter) {
        var name = condition.getKey();
        if (parameter == null) {
            throw new InvalidDocumentException(
                    "price.bounds.when names a parameter " + name + " that it does not have");
        }
        if (parameter.schema().allowed().get("enum") instanceof List<?> known
                && known.stream()
                        .noneMatch(value ->
                                Objects.equals(Values.canonical(value), Values.canonical(condition.getValue())))) {
            throw new InvalidDocumentException(
                    "price.bounds.when." + name + " is not a value of that parameter: " + condition.getValue());
        }
    }

    private static boolean isText(@Nullable Parameter parameter) {
        return parameter != null
                && parameter.schema() instanceof Schema.Single single
                && single.rule().type().equals("string");
    }

    private static boolean isBoundedInteger(Parameter parameter) {
        return parameter.schema() instanceof Schema.Single single
                && single.rule().type().equals("integer")
                && (single.rule().allowed().containsKey("maximum")
                        || single.rule().allowed().containsKey("enum"));
    }

    private static long leastOf(Parameter parameter) {
        var allowed = parameter.schema().allowed();
        if (allowed.get("enum") instanceof List<?> values) {
            return values.stream()
                    .mapToLong(value -> ((Number) value).longValue())
                    .min()
                    .orElse(0);
        }
        return allowed.get("minimum") instanceof Long minimum ? minimum : 0;
    }
}
