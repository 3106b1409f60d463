package dev.imagegateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON that is not quite JSON, because the images in it are paid for. Only for what cannot be misunderstood:
 *
 * <ul>
 * <li>{@code NaN}, {@code Infinity} and numbers that Java cannot represent are null
 * <li>trailing commas, single quotes, comments, unquoted names, raw control characters and text after the end
 * <li>a byte order mark, and bytes that are not UTF-8, which become U+FFFD
 * <li>of a repeated member, the last value that is neither null nor empty
 * </ul>
 *
 * A body that ends too early is not read.
 */
public final class LenientJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(
                    JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                    JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private LenientJson() {}

    /**
     * Reads the first value of a body; {@code MissingNode} if there is none.
     *
     * @throws JacksonException if it cannot be read
     */
    public static JsonNode read(byte[] body) {
        try {
            return read(() -> FACTORY.createParser(ObjectReadContext.empty(), body));
        } catch (JacksonException _) {
            // replaces what is not UTF-8
            var text = new String(body, StandardCharsets.UTF_8);
            return read(() -> FACTORY.createParser(ObjectReadContext.empty(), text));
        }
    }

    private static JsonNode read(Supplier<JsonParser> source) {
        try (var parser = source.get()) {
            parser.nextToken();
            return node(parser);
        }
    }

    /** Recurses as deep as Jackson allows, which is 500 levels. */
    private static JsonNode node(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case null -> NODES.missingNode();
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser parser) {
        var object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            var value = node(parser);
            if (!object.has(name) || !(value.isNull() || (value.isContainer() && value.isEmpty()))) {
                object.set(name, value);
            }
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        var array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(node(parser));
        }
        return array;
    }

    private static JsonNode number(JsonParser parser) {
        try {
            return parser.isNaN() ? NODES.nullNode() : NODES.numberNode(parser.getDecimalValue());
        } catch (JacksonException | ArithmeticException | NumberFormatException _) {
            return NODES.nullNode();
        }
    }
}
