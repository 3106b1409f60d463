package dev.imagegateway.model;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values of parameters: strings, booleans, {@link Long}, {@link BigDecimal}, lists and maps. */
final class Values {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Values() {}

    /** Converts JSON; null for null or a missing node. */
    static @Nullable Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : node.decimalValue();
            case ARRAY -> node.valueStream().map(Values::of).toList();
            case OBJECT -> {
                var members = new LinkedHashMap<String, @Nullable Object>();
                node.forEachEntry((name, value) -> members.put(name, of(value)));
                yield members;
            }
            default -> null;
        };
    }

    /** Returns a text that is equal for equal values, however they were written; null for null. */
    static @Nullable String canonical(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            case List<?> list -> list.stream().map(Values::canonical).toList().toString();
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, @Nullable String>();
                map.forEach((name, member) -> sorted.put(String.valueOf(name), canonical(member)));
                yield JSON.writeValueAsString(sorted);
            }
            default -> value.toString();
        };
    }
}
