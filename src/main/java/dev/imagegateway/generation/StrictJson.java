package dev.imagegateway.generation;

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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a body into a tree of the fields that the API can have. Unlike Jackson's tree reader it reports every duplicate
 * key and keeps numbers as they were written. The elements of arrays and the members of objects below the second level
 * are checked for syntax and duplicates and then dropped, so that the cost of a body grows with its length only.
 */
final class StrictJson {

    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 200;

    /** Over all levels. A name costs a hundred times what a number costs, and a request has 20. */
    private static final int MOST_NAMES = 5000;

    /** The body's own fields and those of {@code image_size}: no field needs what is in an array or deeper. */
    private static final int KEPT_LEVELS = 2;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Violations violations;
    private int names;

    StrictJson(Violations violations) {
        this.violations = violations;
    }

    /** The body as an object; if it is none, that is the violation, and the object is empty. */
    ObjectNode read(byte[] body) {
        if (body.length == 0) {
            violations.add("", "required", "the body is empty: send a JSON object");
            return NODES.objectNode();
        }
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                var object = object(parser, 1);
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
                    "the JSON goes beyond a limit: %d levels, %d characters a number, %d a field name, %d field names in all"
                            .formatted(DEEPEST, LONGEST_NUMBER, LONGEST_NAME, MOST_NAMES));
        } catch (JacksonException e) {
            violations.add("", "syntax", "the body is not valid JSON" + at(e.getLocation()));
        } catch (ArithmeticException | NumberFormatException _) {
            violations.add("", "syntax", "a number's exponent is beyond anything this API takes");
        }
        return NODES.objectNode();
    }

    /** What follows need not even be JSON; the object before it is complete, and its faults count too. */
    private static boolean isAtEnd(JsonParser parser) {
        try {
            return parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }

    private JsonNode value(JsonParser parser, int level) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> level < KEPT_LEVELS ? object(parser, level + 1) : skippedObject(parser);
            case START_ARRAY -> skippedArray(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private ObjectNode object(JsonParser parser, int level) {
        var object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = name(parser);
            if (object.has(name)) {
                refuseDuplicate(parser);
                parser.nextToken();
                skip(parser);
            } else {
                parser.nextToken();
                object.set(name, value(parser, level));
            }
        }
        return object;
    }

    private ObjectNode skippedObject(JsonParser parser) {
        skip(parser);
        return NODES.objectNode();
    }

    private ArrayNode skippedArray(JsonParser parser) {
        skip(parser);
        return NODES.arrayNode();
    }

    /** Leaves out a value that no field can use; only its syntax and its names are checked. */
    private void skip(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            var seen = new SeenNames();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                if (!seen.add(name(parser))) {
                    refuseDuplicate(parser);
                }
                parser.nextToken();
                skip(parser);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                skip(parser);
            }
        }
    }

    private String name(JsonParser parser) {
        if (++names > MOST_NAMES) {
            throw new StreamConstraintsException("more than %d names".formatted(MOST_NAMES));
        }
        return parser.currentName();
    }

    /** The pointer is built here only: one for each value would cost the depth of the body times its length. */
    private void refuseDuplicate(JsonParser parser) {
        var pointer = violations.isFull()
                ? ""
                : parser.streamReadContext().pathAsPointer().toString();
        violations.add(pointer, "uniqueKeys", "is there more than once: send it once");
    }

    private static String at(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }
}
