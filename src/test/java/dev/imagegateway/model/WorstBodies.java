package dev.imagegateway.model;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Bodies that are as expensive to read as anything within the default limit of 1 MiB. The benchmark under {@code bench}
 * compiles this file too, so it depends on nothing but the JDK.
 */
public final class WorstBodies {

    /** The default of {@code gateway.generation.max-request-size}. */
    public static final int LIMIT_BYTES = 1024 * 1024;

    private static final String FIELDS = "\"model\":\"stable-diffusion-v3-medium\",\"prompt\":\"a cat\"";

    private WorstBodies() {}

    /** Every body by its name. */
    public static Map<String, byte[]> all() {
        var bodies = new LinkedHashMap<String, byte[]>();
        put(
                bodies,
                "zeros-under-long-names",
                "{" + nested(30, "n".repeat(190), filled("[", i -> "0,", "0]", 980_000)) + "}");
        put(bodies, "zeros", filled("{\"a\":[", i -> "0,", "0]}"));
        put(bodies, "empty-arrays", filled("{\"a\":[", i -> "[],", "0]}"));
        put(bodies, "empty-objects", filled("{\"a\":[", i -> "{},", "0]}"));
        put(bodies, "small-objects", filled("{\"a\":[", i -> "{\"b\":0},", "0]}"));
        put(bodies, "objects-of-three", filled("{\"a\":[", i -> "{\"b\":0,\"c\":0,\"d\":0},", "0]}"));
        put(bodies, "unknown-fields", filled("{" + FIELDS, i -> ",\"f" + i + "\":0", "}"));
        put(
                bodies,
                "unknown-fields-in-image-size",
                filled("{\"image_size\":{\"width\":64", i -> ",\"f" + i + "\":0", "}}"));
        put(bodies, "names-deep-down", filled("{\"a\":[[{\"z\":0", i -> ",\"f" + i + "\":0", "}]]}"));
        put(bodies, "equal-hashes", filled("{\"a\":[{\"z\":0", i -> ",\"" + equalHash(i) + "\":0", "}]}"));
        put(bodies, "duplicates", filled("{" + FIELDS, i -> ",\"seed\":1", "}"));
        put(
                bodies,
                "duplicates-deep-down",
                "{" + nested(30, "n".repeat(190), filled("{\"a\":0", i -> ",\"a\":0", "}", 980_000)) + "}");
        put(bodies, "many-image-sizes", filled("{" + FIELDS, i -> ",\"image_size\":{\"width\":1}", "}"));
        put(
                bodies,
                "names-close-to-known-ones",
                filled(
                        "{" + FIELDS,
                        i -> String.format(
                                Locale.ROOT, ",\"%s%d\":12345678901234", "num_inference_steps".repeat(10), i),
                        "}"));
        put(
                bodies,
                "fields-within-the-limit",
                filled("{" + FIELDS, i -> String.format(Locale.ROOT, ",\"f%d\":\"%s\"", i, "v".repeat(200)), "}"));
        put(bodies, "numbers-of-100-digits", filled("{\"a\":[", i -> "9".repeat(100) + ",", "0]}"));
        put(
                bodies,
                "fields-of-100-digits",
                filled("{" + FIELDS, i -> ",\"f" + i + "\":-0." + "7".repeat(90) + "e9", "}"));
        put(bodies, "number-of-1-MB", filled("{\"seed\":1", i -> "0123456789", "}"));
        put(
                bodies,
                "huge-exponent",
                "{" + FIELDS + ",\"guidance_scale\":1e999999999,\"seed\":1e-999999999,\"n\":1e2147483646}");
        put(bodies, "escapes", filled("{\"model\":\"m\",\"prompt\":\"", i -> "\\u00e9\\n", "\"}"));
        put(bodies, "escaped-half-pairs", filled("{\"model\":\"m\",\"prompt\":\"", i -> "\\ud83d", "\"}"));
        put(bodies, "astral-code-points", filled("{\"model\":\"m\",\"prompt\":\"", i -> "\ud83d\ude00", "\"}"));
        put(bodies, "blank-prompt", filled("{\"model\":\"m\",\"prompt\":\"", i -> "\u3000", "\"}"));
        put(bodies, "long-user", filled("{" + FIELDS + ",\"user\":\"", i -> "aaaaaaaa", "\\u0000\"}"));
        put(bodies, "deepest-arrays", filled("{\"a\":[", i -> "[".repeat(30) + "]".repeat(30) + ",", "0]}"));
        put(bodies, "too-deep", filled("{\"a\":", i -> "[", ""));
        put(bodies, "white-space", filled("{" + FIELDS + ",\"seed\":0", i -> " \n\t\r", "}"));
        put(bodies, "invalid-at-the-end", filled("{\"a\":[", i -> "0,", "0]"));
        put(bodies, "invalid-after-the-end", filled("{" + FIELDS, i -> ",\"f" + i + "\":0", "}x"));
        return bodies;
    }

    private static void put(Map<String, byte[]> bodies, String name, String body) {
        bodies.put(name, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String nested(int levels, String name, String innermost) {
        return ("\"" + name + "\":{").repeat(levels - 1) + "\"" + name + "\":" + innermost + "}".repeat(levels - 1);
    }

    private static String filled(String start, IntFunction<String> piece, String end) {
        return filled(start, piece, end, LIMIT_BYTES);
    }

    /** As many pieces as fit. */
    private static String filled(String start, IntFunction<String> piece, String end, int bytes) {
        var body = new StringBuilder(start);
        var room = bytes - start.length() - end.length();
        for (int i = 0; ; i++) {
            var next = piece.apply(i);
            room -= next.getBytes(StandardCharsets.UTF_8).length;
            if (room < 0) {
                return body.append(end).toString();
            }
            body.append(next);
        }
    }

    /** Names of 18 letters with one and the same {@link String#hashCode}: Aa and BB have one, so do all their mixtures. */
    private static String equalHash(int number) {
        var name = new StringBuilder();
        for (int bit = 0; bit < 18; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }
}
