package dev.imagegateway.apidocs;

import dev.imagegateway.generation.AdoptionReader;
import dev.imagegateway.generation.ResolutionReader;
import dev.imagegateway.ledger.Evidence;
import dev.imagegateway.ledger.State;
import dev.imagegateway.ledger.UsageGroup;
import dev.imagegateway.model.PriceUnit;
import dev.imagegateway.model.RequestRules;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.schema.Rule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values that {@code openapi.yaml} takes from the code: <code>${name}</code> is a value, and {@code x-rule} a field's
 * rule.
 */
final class ApiValues {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String RULE = "x-rule";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z-]+)}");

    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final Map<String, ObjectNode> rules = new LinkedHashMap<>();

    ApiValues(
            RequestRules requests,
            ResolutionReader resolutions,
            AdoptionReader adoptions,
            ObjectProvider<BuildProperties> build) {
        value(
                "version",
                build.stream().findFirst().map(BuildProperties::getVersion).orElse("dev"));
        value("response-formats", RequestRules.FORMATS);
        value("ignored-fields", String.join(", ", RequestRules.TOLERATED));
        value("ignored-fields-pattern", String.join("|", RequestRules.TOLERATED));
        value("price-units", names(PriceUnit.values(), PriceUnit::label));
        value("states", names(State.values(), State::label));
        value("usage-groups", names(UsageGroup.values(), UsageGroup::label));
        value("evidence", names(Evidence.values(), Evidence::label));
        value("problem-codes", names(ProblemType.values(), ProblemType::code));
        requests.byField().forEach((field, rule) -> rules.put("request." + field, keywords(rule)));
        resolutions.byField().forEach((field, rule) -> rules.put("resolution." + field, keywords(rule)));
        adoptions.byField().forEach((field, rule) -> rules.put("adoption." + field, keywords(rule)));
    }

    private void value(String name, Object value) {
        values.put(name, JSON.valueToTree(value));
    }

    private static <T> Object names(T[] all, Function<T, String> name) {
        return Arrays.stream(all).map(name).toList();
    }

    /** Adds the width of integers to a rule, because generators assume 32 bits without it. */
    private static ObjectNode keywords(Rule rule) {
        ObjectNode keywords = JSON.valueToTree(rule.allowed());
        if (rule.type().equals("integer")) {
            keywords.put("format", keywords.path("maximum").canConvertToInt() ? "int32" : "int64");
        }
        return keywords;
    }

    /** Returns a copy of the document with all values and rules inserted. */
    ObjectNode putInto(ObjectNode object) {
        var copy = JSON.createObjectNode();
        object.forEachEntry((name, member) -> {
            if (!name.equals(RULE)) {
                copy.set(replaced(name), putInto(member));
            }
        });
        if (object.has(RULE)) {
            found(rules, object.path(RULE).stringValue()).forEachEntry(copy::putIfAbsent);
        }
        return copy;
    }

    private JsonNode putInto(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return putInto(object);
        }
        if (node instanceof ArrayNode array) {
            var copy = JSON.createArrayNode();
            array.forEach(element -> {
                var whole = putInto(element);
                if (element.isString() && whole instanceof ArrayNode several) {
                    copy.addAll(several);
                } else {
                    copy.add(whole);
                }
            });
            return copy;
        }
        if (!node.isString()) {
            return node;
        }
        var whole = PLACEHOLDER.matcher(node.stringValue());
        return whole.matches() ? found(values, whole.group(1)) : JSON.valueToTree(replaced(node.stringValue()));
    }

    private String replaced(String text) {
        Function<MatchResult, String> value =
                match -> Matcher.quoteReplacement(found(values, match.group(1)).stringValue());
        return PLACEHOLDER.matcher(text).replaceAll(value);
    }

    private static <T> T found(Map<String, T> known, String name) {
        var one = known.get(name);
        if (one == null) {
            throw new IllegalStateException("openapi.yaml refers to an unknown " + name);
        }
        return one;
    }
}
