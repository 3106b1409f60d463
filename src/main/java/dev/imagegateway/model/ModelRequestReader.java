package dev.imagegateway.model;

import dev.imagegateway.http.Violations;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.schema.Fields;
import dev.imagegateway.schema.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of one request by the rules of its model. */
final class ModelRequestReader {

    /** OpenAI declares its fields as nullable, also where a model has a parameter of the same name. */
    static final Set<String> OPENAI_NAMES =
            Set.of("n", "size", "quality", "style", "background", "moderation", "output_format", "output_compression");

    private static final int MAX_NAMED_MODELS = 5;

    private final RequestRules rules;
    private final Catalogue catalogue;
    private final Model model;
    private final Fields fields;
    private final Violations violations;
    private final Map<String, Object> values = new LinkedHashMap<>();

    ModelRequestReader(RequestRules rules, Catalogue catalogue, Model model, Fields fields, Violations violations) {
        this.rules = rules;
        this.catalogue = catalogue;
        this.model = model;
        this.fields = fields;
        this.violations = violations;
    }

    /**
     * Returns the valid request, with a refusal if it has no price.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code invalid-request} with all violations
     */
    ParsedRequest read() {
        model.parameters().forEach(this::parameter);
        if (model.openAi().count() == null) {
            one();
        }
        if (model.openAi().size() == null && !model.parameters().containsKey(OpenAiSize.FIELD)) {
            noSize();
        }
        var format = responseFormat();
        var user = fields.text("user", rules.user, fields.rawUnlessNull("user"));
        var ignored = ignored();
        fields.refuseUnknown(this::reason);
        var price = catalogue.pricing(model).orElse(null);
        var isWellFormed = violations.isEmpty();
        if (price == null) {
            violations.add(
                    "/model",
                    "unpriced",
                    "has no known price, so this gateway cannot account for it; its operators can set one in"
                            + " gateway.catalogue.prices");
        }
        if (!isWellFormed) {
            throw violations.asException();
        }
        var request =
                new ImageGenerationRequest(model, values, format, user == null || user.isEmpty() ? null : user, price);
        if (price != null && price.estimate(request) == null) {
            violations.add(
                    "/model",
                    "unpriced",
                    "has no known price for these parameters; the gateway's operators can set one in"
                            + " gateway.catalogue.prices");
        }
        return new ParsedRequest(request, ignored, violations.isEmpty() ? null : violations.asException());
    }

    private void parameter(String name, Parameter parameter) {
        var node = OPENAI_NAMES.contains(name) ? fields.rawUnlessNull(name) : fields.raw(name);
        if (node == null && name.equals(Model.PROMPT)) {
            violations.add(
                    fields.pointer(name),
                    "required",
                    "is missing: it " + parameter.schema().sentence(),
                    parameter.schema().allowed());
        }
        if (node != null && parameter.isRestricted() && !catalogue.permits(name)) {
            violations.add(
                    fields.pointer(name),
                    "restricted",
                    "is switched off in this gateway; its operators can permit it with"
                            + " gateway.catalogue.permitted-parameters");
            return;
        }
        var isOwnAuto = name.equals(OpenAiSize.FIELD) && OpenAiSize.isAuto(node) && !OpenAiSize.takesAuto(parameter);
        var value = isOwnAuto ? null : fields.value(name, parameter.schema(), node);
        if (name.equals(model.openAi().count()) && !name.equals("n")) {
            value = either(value, fields.value("n", parameter.schema(), fields.rawUnlessNull("n")), "n", name);
        }
        var size = model.openAi().size();
        if (size != null && name.equals(size.parameter())) {
            var openAi = new OpenAiSize(rules.validator()).read(fields, parameter, size.values(), violations);
            value = sameSize(parameter, value, openAi);
        }
        if (value != null) {
            values.put(name, value);
        }
    }

    private @Nullable Object either(@Nullable Object own, @Nullable Object openAi, String openAiName, String name) {
        if (own != null && openAi != null && !own.equals(openAi)) {
            violations.add(fields.pointer(openAiName), "conflict", "contradicts " + name + ": send one of them");
        }
        return own != null ? own : openAi;
    }

    private @Nullable Object sameSize(Parameter parameter, @Nullable Object own, @Nullable Object openAi) {
        var pixels = own == null ? null : ImageGenerationRequest.pixels(parameter, own);
        return pixels != null && pixels.equals(ImageGenerationRequest.pixels(parameter, openAi))
                ? own
                : either(own, openAi, OpenAiSize.FIELD, parameter.name());
    }

    /** Accepts OpenAI's {@code n} of 1 for a model that makes one image. */
    private void one() {
        var node = fields.rawUnlessNull("n");
        if (node != null && !(node.isNumber() && node.decimalValue().compareTo(BigDecimal.ONE) == 0)) {
            violations.add(
                    fields.pointer("n"),
                    node.isNumber() ? "maximum" : "type",
                    "must be 1: " + model.id() + " makes one image for each request",
                    Map.of("type", "integer", "minimum", 1, "maximum", 1));
        }
    }

    private void noSize() {
        if (!OpenAiSize.isAuto(fields.rawUnlessNull(OpenAiSize.FIELD))) {
            violations.add(
                    fields.pointer(OpenAiSize.FIELD),
                    "enum",
                    "must be 'auto': " + model.id() + " decides on the size itself",
                    Map.of("enum", List.of(OpenAiSize.AUTO)));
        }
    }

    private ResponseFormat responseFormat() {
        var node = fields.rawUnlessNull("response_format");
        if (node == null) {
            return ResponseFormat.URL;
        }
        if (!node.isString() || !RequestRules.FORMATS.contains(node.stringValue())) {
            violations.add(
                    fields.pointer("response_format"),
                    node.isString() ? "enum" : "type",
                    "must be " + Rule.choices(RequestRules.FORMATS),
                    Map.of("type", "string", "enum", RequestRules.FORMATS));
            return ResponseFormat.URL;
        }
        return node.stringValue().equals("url") ? ResponseFormat.URL : ResponseFormat.B64_JSON;
    }

    /** Collects fields that are ignored, and refuses values that would change the format of the response. */
    private List<String> ignored() {
        var ignored = new ArrayList<String>();
        for (var name : RequestRules.TOLERATED) {
            if (!model.parameters().containsKey(name) && fields.raw(name) != null) {
                ignored.add(name);
            }
        }
        only("stream", false, JsonNode::isBoolean, ignored);
        only("partial_images", 0, JsonNode::isNumber, ignored);
        return List.copyOf(ignored);
    }

    private void only(String name, Object value, Predicate<JsonNode> hasType, List<String> ignored) {
        var node = fields.rawUnlessNull(name);
        if (node == null) {
            return;
        }
        var isOff = hasType.test(node)
                && (node.isBoolean()
                        ? !node.booleanValue()
                        : node.decimalValue().signum() == 0);
        if (isOff) {
            ignored.add(name);
        } else {
            violations.add(
                    fields.pointer(name),
                    "enum",
                    "must be " + value + ": images are not streamed",
                    Map.of("enum", List.of(value)));
        }
    }

    private String reason(String name, String nearest) {
        var owners = catalogue.modelsWith(name);
        if (owners.isEmpty()) {
            return "is not a field of this request; the nearest one is '%s'".formatted(nearest);
        }
        var named = String.join(", ", owners.subList(0, Math.min(MAX_NAMED_MODELS, owners.size())));
        var more = owners.size() - MAX_NAMED_MODELS;
        return "is not a parameter of %s; these models have it: %s%s"
                .formatted(model.id(), named, more > 0 ? " and " + more + " more" : "");
    }
}
