package dev.imagegateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses a body into a tree more strictly than Jackson: reports every duplicate key, of which there may be several, and
 * keeps numbers as written.
 */
public final class StrictJson {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_NAME_LENGTH = 200;

    /** Field names, values and brackets. Far more than a valid request has, and parsed within a few milliseconds. */
    private static final int MAX_TOKENS = 10_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Violations violations;

    /**
     * Creates a reader for one body.
     *
     * @param violations receives all violations
     */
    public StrictJson(Violations violations) {
        this.violations = violations;
    }

    /** Parses the body as an object. If it is not one, adds a violation and returns an empty object. */
    public ObjectNode read(byte[] body) {
        if (body.length == 0) {
            violations.add("", "required", "the body is empty: send a JSON object");
            return NODES.objectNode();
        }
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                var object = object(parser);
                if (!isAtEnd(parser)) {
                    violations.add("", "syntax", "nothing may follow the JSON object" + at(parser.currentLocation()));
                }
                return object;
            }
            violations.add("", "type", "the body must be a JSON object", Map.of("type", "object"));
        } catch (StreamConstraintsException _) {
            violations.add(
                    "",
                    "syntax",
                    String.format(
                            Locale.ROOT,
                            "the JSON goes beyond a limit: %d levels, %d characters a number, %d a field name, %d names, values and brackets",
                            MAX_DEPTH,
                            MAX_NUMBER_LENGTH,
                            MAX_NAME_LENGTH,
                            MAX_TOKENS));
        } catch (JacksonException e) {
            violations.add(
                    "",
                    "syntax",
                    (isUtf8(body)
                                    ? "the body is not valid JSON"
                                    : "the body is not UTF-8: encode it so, whatever its charset was")
                            + at(e.getLocation()));
        } catch (ArithmeticException | NumberFormatException _) {
            violations.add("", "syntax", "a number's exponent is beyond anything this API takes");
        }
        return NODES.objectNode();
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /** Checks for trailing data, which need not be JSON. The object before it is complete and is validated too. */
    private static boolean isAtEnd(JsonParser parser) {
        try {
            return parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }

    private JsonNode value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private ObjectNode object(JsonParser parser) {
        var object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            var value = value(parser);
            if (!object.has(name)) {
                object.set(name, value);
            } else if (violations.isFull()) {
                violations.addOmitted();
            } else {
                // the cost of a pointer grows with the depth, so only violations that are shown get one
                var pointer = parser.streamReadContext().pathAsPointer();
                violations.add(pointer.toString(), "uniqueKeys", "is there more than once: send it once");
            }
        }
        return object;
    }

    private JsonNode array(JsonParser parser) {
        var array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static String at(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : String.format(Locale.ROOT, " (line %d, column %d)", location.getLineNr(), location.getColumnNr());
    }
}
