package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.FieldType.Choice;
import dev.imagegateway.sandbox.FieldType.Flag;
import dev.imagegateway.sandbox.FieldType.Items;
import dev.imagegateway.sandbox.FieldType.Numeric;
import dev.imagegateway.sandbox.FieldType.Size;
import dev.imagegateway.sandbox.FieldType.Structure;
import dev.imagegateway.sandbox.FieldType.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads a type in the notation of {@code sandbox/models.txt}, such as {@code integer 1..50 = 28} or
 * {@code array<uri> items 0..8}. Fails for what it does not know, so that no bound is lost silently.
 */
final class TypeReader {

    private static final Pattern NUMBER =
            Pattern.compile("(number|integer)(?: (\\d+)\\.\\.(\\d+)| ≥(\\d+)| ≤(\\d+) \\(no minimum\\)| \\{(\\d+)})?");

    private static final List<Rule> RULES = List.of(
            rule("string \\{(.+)}", m -> new Choice(List.of(m.group(1).split(" , ", -1)), true)),
            rule(
                    "string \\[(.+) \\(default\\)(, case-insensitive)?]",
                    m -> new Choice(List.of(m.group(1).split(" \\| ", -1)), m.group(2) == null)),
            rule("uri", _ -> new Text(0, Integer.MAX_VALUE, true)),
            rule(
                    "string(?: len≥(\\d+))?(?: len≤(\\d+))?( \\(uri\\))?",
                    m -> new Text(number(m.group(1), 0), number(m.group(2), Integer.MAX_VALUE), m.group(3) != null)),
            rule(NUMBER.pattern(), m -> numeric(m.group())),
            rule(
                    "boolean(?: \\{(true|false)})?",
                    m -> new Flag(m.group(1) == null ? null : Boolean.valueOf(m.group(1)))),
            rule("array<(.+)>(?: items (\\d+)\\.\\.(\\d+))?", TypeReader::items),
            rule(
                    "(\\S+) \\| \\{width,height: ([^;]+); (neither|both) required}(?: \\(w=(\\d+), h=(\\d+)\\))?",
                    TypeReader::size),
            rule("\\{(.+)}", m -> new Structure(fields(m.group(1)))));

    private TypeReader() {}

    private record Rule(Pattern notation, Function<Matcher, FieldType> reader) {}

    private static Rule rule(String notation, Function<Matcher, FieldType> reader) {
        return new Rule(Pattern.compile(notation), reader);
    }

    /** Reads a line of a block: {@code name* type = default}. */
    static Field field(String line, List<String> listedBelow) {
        String[] parts = line.strip().split("\\s+", 2);
        boolean required = parts[0].endsWith("*");
        String name = required ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
        String text = parts[1].replace(" (no default)", "");
        int equals = text.lastIndexOf(" = ");
        FieldType type = name.equals("model")
                ? new Text(0, Integer.MAX_VALUE, false) // its values choose the schema
                : type(equals < 0 ? text : text.substring(0, equals), listedBelow);
        return new Field(name, required, type, equals < 0 ? null : value(type, text.substring(equals + 3)));
    }

    private static FieldType type(String text, List<String> listedBelow) {
        if (text.contains("listed under the block")) {
            return new Choice(listedBelow, true);
        }
        for (Rule rule : RULES) {
            Matcher m = rule.notation().matcher(text);
            if (m.matches()) {
                return rule.reader().apply(m);
            }
        }
        throw new IllegalArgumentException("Unknown notation: " + text);
    }

    private static Size size(Matcher m) {
        List<String> names = m.group(1).equals("PRESET")
                ? List.copyOf(Pixels.PRESETS.keySet())
                : List.of(m.group(1).split("/", -1));
        return new Size(
                names,
                numeric(m.group(2)),
                m.group(3).equals("both"),
                number(m.group(4), 1024),
                number(m.group(5), 768));
    }

    private static Items items(Matcher m) {
        return new Items(type(m.group(1), List.of()), number(m.group(2), 0), number(m.group(3), Integer.MAX_VALUE));
    }

    private static Numeric numeric(String text) {
        Matcher m = NUMBER.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("Unknown notation: " + text);
        }
        String min = m.group(2) == null ? m.group(4) : m.group(2);
        String max = m.group(3) == null ? m.group(5) : m.group(3);
        return new Numeric(m.group(1).equals("integer"), whole(min), whole(max), whole(m.group(6)));
    }

    /** Names without a type of their own have the next one's, as in {@code r*,g*,b*: integer 0..255}. */
    private static List<Field> fields(String text) {
        List<Field> fields = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] named = part.strip().split(":", 2);
            names.add(named[0]);
            if (named.length == 2) {
                names.forEach(name -> fields.add(field(name + " " + named[1].strip(), List.of())));
                names.clear();
            }
        }
        return List.copyOf(fields);
    }

    /** Values of a text choice below its block: {@code any, vector/{engraving, line_art}}. */
    static List<String> listed(String line) {
        String values = line.substring(line.indexOf(':') + 1, line.lastIndexOf("}.") + 1);
        return Stream.of(values.split(",(?![^{]*})", -1))
                .map(String::strip)
                .flatMap(value -> {
                    int brace = value.indexOf('{');
                    return brace < 0
                            ? Stream.of(value)
                            : Stream.of(value.substring(brace + 1, value.length() - 1)
                                            .split(", ", -1))
                                    .map(last -> value.substring(0, brace) + last);
                })
                .toList();
    }

    private static JsonNode value(FieldType type, String text) {
        return type instanceof Text || type instanceof Choice || type instanceof Size
                ? JsonNodeFactory.instance.stringNode(text)
                : Json.MAPPER.readTree(text);
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static @Nullable Long whole(@Nullable String digits) {
        return digits == null ? null : Long.valueOf(digits);
    }
}
