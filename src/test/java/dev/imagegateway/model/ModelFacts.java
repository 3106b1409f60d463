package dev.imagegateway.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the vendor documents of each model, in the notation of the table that it was written down in, and the bodies that
 * follow from it. Read apart from the gateway's documents and from the sandbox's reader.
 */
record ModelFacts(List<String> ids, Map<String, String> fields) {

    private static final Pattern LINE = Pattern.compile("(\\w+)(\\*?)\\s+(.*)");
    private static final Pattern LIST = Pattern.compile("string \\{ ?(.*?) ?}.*");
    private static final Pattern PROVIDERS = Pattern.compile("string \\[(.*?)].*");
    private static final Pattern RANGE = Pattern.compile("(number|integer) (-?[\\d.]+)\\.\\.(\\d+).*");
    private static final Pattern LEAST = Pattern.compile("(number|integer) ≥(\\d+).*");
    private static final Pattern MOST = Pattern.compile("(number|integer) ≤(\\d+).*");
    private static final Pattern LENGTH = Pattern.compile("string .*len≤(\\d+).*");
    private static final Pattern SIDES = Pattern.compile(".*\\{width,height: \\w+ (\\d+)\\.\\.(\\d+).*");
    private static final Pattern ITEMS = Pattern.compile("array<uri>(?: items (\\d+)\\.\\.(\\d+))?");

    private static final List<String> PRESETS =
            List.of("square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9");

    /** The three parameters whose values are objects. */
    private static final Map<String, List<Body>> OBJECTS = Map.of(
            "loras",
                    List.of(
                            good("loras", "[]"),
                            good("loras", "[{\"path\":\"https://example.com/a\",\"scale\":4}]"),
                            good("loras", "[{\"path\":\"owner/name\"}]"),
                            new Body("loras", "[{\"path\":\"a\",\"scale\":4.5}]", "/loras/0/scale maximum"),
                            new Body("loras", "[{\"path\":\"a\",\"scale\":-0.5}]", "/loras/0/scale minimum"),
                            new Body("loras", "[{\"scale\":1}]", "/loras/0/path required"),
                            new Body("loras", "[{\"path\":\"a\",\"x\":1}]", "/loras/0/x additionalProperties"),
                            new Body(
                                    "loras",
                                    "[" + "{\"path\":\"a\"},".repeat(3) + "{\"path\":\"a\"}]",
                                    "/loras maxItems")),
            "colors",
                    List.of(
                            good("colors", "[]"),
                            good("colors", "[{\"r\":0,\"g\":1,\"b\":255}]"),
                            new Body("colors", "[{\"r\":0,\"g\":1,\"b\":256}]", "/colors/0/b maximum"),
                            new Body("colors", "[{\"r\":-1,\"g\":1,\"b\":0}]", "/colors/0/r minimum"),
                            new Body("colors", "[{\"r\":0,\"b\":0}]", "/colors/0/g required")),
            "test",
                    List.of(
                            good("test", "{\"delay\":1}"),
                            good("test", "{}"),
                            new Body("test", "{\"delay\":\"1\"}", "/test/delay type"),
                            new Body("test", "{\"dealy\":1}", "/test/dealy additionalProperties")));

    /** Where the gateway is stricter than the vendor's schema, which docs/models.md says. */
    private static final Map<String, String> STRICTER = Map.of(
            "flux/schnell num_inference_steps", "integer 1..50",
            "bytedance/seedream-4-5 seed", "integer 0..9223372036854775807",
            "bytedance/seedream-5-0-pro seed", "integer 0..9223372036854775807",
            "hunyuan/hunyuan-image-v3-text-to-image image_size",
                    "PRESET | {width,height: number 64..4096; both required}",
            "nano-banana-2 image_urls", "array<uri> items 0..14",
            // the table has these apart
            "recraft-v3 style",
                    "string { any , realistic_image , digital_illustration , vector_illustration , realistic_image/b_and_w"
                            + " , realistic_image/hard_flash , realistic_image/hdr , realistic_image/natural_light"
                            + " , realistic_image/studio_portrait , realistic_image/enterprise"
                            + " , realistic_image/motion_blur , digital_illustration/pixel_art"
                            + " , digital_illustration/hand_drawn , digital_illustration/grain"
                            + " , digital_illustration/infantile_sketch , digital_illustration/2d_art_poster"
                            + " , digital_illustration/handmade_3d , digital_illustration/hand_drawn_outline"
                            + " , digital_illustration/engraving_color , digital_illustration/2d_art_poster_2"
                            + " , vector_illustration/engraving , vector_illustration/line_art"
                            + " , vector_illustration/line_circuit , vector_illustration/linocut }");

    /** The vendor's documentation says 400 characters, its schema nothing. */
    private static final List<String> SHORT_PROMPTS = List.of("imagen-3.0-generate-002");

    static List<ModelFacts> all() {
        try (var text = ModelFacts.class.getResourceAsStream("/sandbox/models.txt")) {
            return Stream.of(new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8)
                            .split("\n\n"))
                    .filter(block -> block.contains("· t2i"))
                    .map(ModelFacts::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelFacts of(String block) {
        var fields = new LinkedHashMap<String, String>();
        block.lines()
                .skip(1)
                .map(LINE::matcher)
                .filter(line -> line.matches())
                .forEach(line -> fields.put(line.group(1), line.group(3)));
        var list = LIST.matcher(Objects.requireNonNull(fields.remove("model")));
        return new ModelFacts(list.matches() ? List.of(list.group(1).split(" , ")) : List.of(), fields);
    }

    /** A field and its value in JSON, and the violation that it causes; empty for none. */
    record Body(String field, String value, String violation) {}

    /** OpenAI's count, for models that call it otherwise or make one image. */
    Stream<Body> counts() {
        return fields.containsKey("n")
                ? Stream.of()
                : fields.containsKey("num_images")
                        ? Stream.of(
                                good("n", "1"), good("n", "null"), bad("n", "0", "minimum"), bad("n", "11", "maximum"))
                        : Stream.of(
                                good("n", "1"), good("n", "null"), bad("n", "2", "maximum"), bad("n", "\"1\"", "type"));
    }

    /** Values that other models have for a field, and this one has not. */
    Stream<Body> neighbours(List<ModelFacts> all) {
        return fields.keySet().stream().filter(field -> !names(field).isEmpty()).flatMap(field -> {
            var own = names(field);
            return all.stream()
                    .flatMap(other -> other.names(field).stream())
                    .distinct()
                    .filter(value -> own.stream().noneMatch(value::equalsIgnoreCase))
                    .map(value -> bad(field, quoted(value), "enum"));
        });
    }

    /** The names that a field takes, if it takes nothing else. */
    private List<String> names(String field) {
        var list = LIST.matcher(fields.getOrDefault(field, ""));
        return list.matches() ? List.of(list.group(1).split(" , ")) : List.of();
    }

    /** The bodies that follow from a field. */
    Stream<Body> bodies(String field) {
        var type = Objects.requireNonNull(STRICTER.getOrDefault(ids.getFirst() + " " + field, fields.get(field)));
        if (type.startsWith("boolean")) {
            return Stream.concat(
                    Stream.of(good(field, "false"), bad(field, "1", "type"), bad(field, "\"true\"", "type")),
                    Stream.of(type.contains("{false}") ? bad(field, "true", "enum") : good(field, "true")));
        }
        if (type.contains("{width,height")) {
            return sizes(field, type);
        }
        if (OBJECTS.containsKey(field)) {
            return OBJECTS.get(field).stream();
        }
        var items = ITEMS.matcher(type);
        if (items.matches()) {
            return urls(
                    field,
                    items.group(1) == null ? 0 : Integer.parseInt(items.group(1)),
                    items.group(2) == null ? 14 : Integer.parseInt(items.group(2)));
        }
        var list = LIST.matcher(type);
        var providers = PROVIDERS.matcher(type);
        if (list.matches() || providers.matches()) {
            var values = list.matches()
                    ? Stream.of(list.group(1).split(" , "))
                    : Stream.of(providers.group(1).split(" \\| "))
                            .map(value -> value.replaceAll(" \\(default\\)|, case-insensitive", ""));
            return Stream.concat(
                    values.map(value -> good(field, quoted(value))),
                    Stream.of(bad(field, "\"nope\"", "enum"), bad(field, "7", "type")));
        }
        if (type.startsWith("string")) {
            return texts(field, type);
        }
        return type.startsWith("number") || type.startsWith("integer") ? numbers(field, type) : Stream.of();
    }

    private Stream<Body> numbers(String field, String type) {
        var range = RANGE.matcher(type);
        var least = LEAST.matcher(type);
        var most = MOST.matcher(type);
        var isWhole = type.startsWith("integer") || field.equals("num_images") || field.equals("n");
        var bodies = new ArrayList<Body>(List.of(bad(field, "\"1\"", "type"), bad(field, "true", "type")));
        if (isWhole) {
            bodies.add(bad(field, "1.5", "type"));
        }
        if (type.contains("{1}")) {
            bodies.addAll(List.of(good(field, "1"), new Body(field, "2", "*"), new Body(field, "0", "*")));
            return bodies.stream();
        }
        var from = range.matches() ? range.group(2) : least.matches() ? least.group(2) : "1";
        var to = range.matches() ? range.group(3) : most.matches() ? most.group(2) : "9223372036854775807";
        bodies.addAll(List.of(
                good(field, from),
                good(field, Long.toString(Long.parseLong(from) + 1)),
                bad(field, Long.toString(Long.parseLong(from) - 1), "minimum"),
                good(field, to),
                good(field, Long.toString(Long.parseLong(to) - 1)),
                bad(field, new BigInteger(to).add(BigInteger.ONE).toString(), "maximum")));
        return bodies.stream();
    }

    private Stream<Body> texts(String field, String type) {
        if (type.contains("(uri)")) {
            return Stream.of(
                    good(field, "\"https://example.com/a.png\""),
                    bad(field, "\"http://example.com/a.png\"", "pattern"),
                    bad(field, "1", "type"));
        }
        var length = LENGTH.matcher(type);
        var most = SHORT_PROMPTS.contains(ids.getFirst()) || ids.contains("google/imagen4/preview")
                ? 400
                : length.matches() ? Integer.parseInt(length.group(1)) : field.equals("prompt") ? 32_000 : 0;
        if (most == 0) {
            return Stream.of(bad(field, "1", "type"), bad(field, "[]", "type"));
        }
        return Stream.of(
                good(field, quoted("😀".repeat(most))),
                good(field, quoted("a".repeat(most - 1))),
                bad(field, quoted("a".repeat(most + 1)), "maxLength"),
                bad(field, "1", "type"));
    }

    private Stream<Body> sizes(String field, String type) {
        var names = type.startsWith("PRESET")
                ? PRESETS
                : List.of(type.substring(0, type.indexOf(" |")).split("/"));
        var sides = SIDES.matcher(type);
        if (!sides.matches()) {
            throw new IllegalStateException(type);
        }
        var least = Integer.parseInt(sides.group(1));
        var most = Integer.parseInt(sides.group(2));
        var bodies = new ArrayList<Body>();
        names.forEach(name -> bodies.add(good(field, quoted(name))));
        bodies.add(bad(field, "\"huge\"", "enum"));
        bodies.add(bad(field, "1024", "type"));
        bodies.add(good(field, sides(least, most)));
        bodies.add(good(field, sides(most, least)));
        bodies.add(new Body(field, sides(least - 32, most), "/" + field + "/width minimum"));
        bodies.add(new Body(field, sides(least, most + 32), "/" + field + "/height maximum"));
        bodies.add(new Body(field, sides(least + 1, most), "/" + field + "/width multipleOf"));
        bodies.add(new Body(field, "{\"width\":\"512\",\"height\":1024}", "/" + field + "/width type"));
        bodies.add(
                type.contains("both required")
                        ? new Body(field, "{\"width\":" + most + "}", "/" + field + "/height required")
                        : good(field, "{\"width\":" + most + "}"));
        return bodies.stream();
    }

    private static Stream<Body> urls(String field, int least, int most) {
        return Stream.of(
                least == 0 ? good(field, "[]") : bad(field, "[]", "minItems"),
                good(field, urls(Math.max(1, least))),
                good(field, urls(most)),
                bad(field, urls(most + 1), "maxItems"),
                bad(field, "\"https://example.com/a.png\"", "type"),
                new Body(field, "[\"http://example.com/a.png\"]", "/" + field + "/0 pattern"),
                new Body(field, "[7]", "/" + field + "/0 type"));
    }

    private static String urls(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"https://example.com/" + i + ".png\"")
                .toList()
                .toString();
    }

    private static String sides(int width, int height) {
        return "{\"width\":" + width + ",\"height\":" + height + "}";
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static Body good(String field, String value) {
        return new Body(field, value, "");
    }

    private static Body bad(String field, String value, String code) {
        return new Body(field, value, "/" + field + " " + code);
    }
}
