package dev.imagegateway.model;

import static dev.imagegateway.model.RequestCase.broken;
import static dev.imagegateway.model.RequestCase.refuses;
import static dev.imagegateway.model.RequestCase.takes;
import static dev.imagegateway.model.RequestCase.whole;

import dev.imagegateway.support.Gateway;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The prompt, the model, OpenAI's other fields, and bodies that are wrong as a whole. */
public final class BodyCases {

    private static final String MODEL = Gateway.MODEL;

    private BodyCases() {}

    public static Stream<RequestCase> all() {
        return Stream.of(prompts(), models(), aliases(), unknown(), syntax(), several())
                .flatMap(cases -> cases);
    }

    private static RequestCase prompt(String name, String prompt) {
        var body = "{" + MODEL + ",\"prompt\":\"" + prompt + "\"}";
        return whole("takes a prompt of " + name, body, body);
    }

    private static RequestCase noPrompt(String name, String prompt, String... violations) {
        return broken("refuses a prompt of " + name, "{" + MODEL + ",\"prompt\":" + prompt + "}", violations);
    }

    private static Stream<RequestCase> prompts() {
        var family = "👨‍👩‍👧"; // five code points, eight UTF-16 units
        return Stream.of(
                prompt("1 letter", "a"),
                prompt("1 emoji", "😀"),
                prompt("3999 letters", "a".repeat(3999)),
                prompt("4000 letters", "a".repeat(4000)),
                noPrompt("4001 letters", "\"" + "a".repeat(4001) + "\"", "/prompt maxLength"),
                prompt("3999 emoji", "😀".repeat(3999)),
                prompt("4000 emoji", "😀".repeat(4000)),
                noPrompt("4001 emoji", "\"" + "😀".repeat(4001) + "\"", "/prompt maxLength"),
                prompt("800 families", family.repeat(800)),
                noPrompt("801 families", "\"" + family.repeat(801) + "\"", "/prompt maxLength"),
                prompt("4000 code points, mixed", "a".repeat(2000) + "😀".repeat(2000)),
                prompt("combining marks", "é".repeat(2000)),
                prompt("escapes", "\\u00e9 \\ud83d\\ude00 \\n \\t \\\" \\\\ \\/"),
                prompt("zero-width joiner alone", "\\u200d"),
                noPrompt("nothing", "\"\"", "/prompt minLength"),
                noPrompt("spaces", "\"   \"", "/prompt minLength"),
                noPrompt("line breaks and tabs", "\"\\n\\t\\r\"", "/prompt minLength"),
                noPrompt("ideographic spaces", "\"\\u3000\\u3000\"", "/prompt minLength"),
                noPrompt("no-break spaces", "\"\\u00a0\"", "/prompt minLength"),
                noPrompt("half a surrogate pair", "\"cat \\ud83d\"", "/prompt format"),
                noPrompt("a reversed surrogate pair", "\"\\ude00\\ud83d\"", "/prompt format"),
                noPrompt("a raw line break", "\"a\nb\"", " syntax"),
                noPrompt("a number", "7", "/prompt type"),
                noPrompt("true", "true", "/prompt type"),
                noPrompt("null", "null", "/prompt type"),
                noPrompt("a list", "[\"a cat\"]", "/prompt type"),
                noPrompt("an object", "{\"text\":\"a cat\"}", "/prompt type"),
                noPrompt("almost 1 MiB", "\"" + "a".repeat(1_048_000) + "\"", "/prompt maxLength"),
                broken("refuses no prompt", "{" + MODEL + "}", "/prompt required"));
    }

    private static Stream<RequestCase> models() {
        return Stream.of("\"dall-e-3\" enum", "\"\" enum", "\"Stable-Diffusion-v3-Medium\" enum", "1 type", "null type")
                .map(text -> text.split(" "))
                .map(parts -> broken(
                        "refuses model " + parts[0],
                        "{\"model\":" + parts[0] + ",\"prompt\":\"a cat\"}",
                        "/model " + parts[1]));
    }

    private static Stream<RequestCase> aliases() {
        var tolerated = Stream.of(
                        "\"quality\":\"hd\"",
                        "\"style\":\"vivid\"",
                        "\"background\":\"auto\"",
                        "\"moderation\":\"low\"",
                        "\"output_format\":\"png\"",
                        "\"output_compression\":100",
                        "\"user\":\"u-1\"",
                        "\"user\":null",
                        "\"style\":{\"nested\":[1,{\"junk\":null}]}",
                        "\"stream\":false",
                        "\"stream\":null",
                        "\"partial_images\":0",
                        "\"partial_images\":null")
                .map(field -> takes(field, ""));
        return Stream.concat(
                tolerated,
                Stream.of(
                        takes("\"n\":3", "\"num_images\":3"),
                        takes("\"n\":3.0", "\"num_images\":3"),
                        takes("\"n\":null", ""),
                        takes("\"n\":2,\"num_images\":2.0", "\"num_images\":2"),
                        refuses("\"n\":2,\"num_images\":3", "/n conflict"),
                        refuses("\"n\":0", "/n minimum"),
                        refuses("\"n\":5", "/n maximum"),
                        refuses("\"n\":1.5", "/n type"),
                        refuses("\"n\":\"1\"", "/n type"),
                        takes("\"response_format\":\"url\"", ""),
                        takes("\"response_format\":\"b64_json\"", ""),
                        takes("\"response_format\":null", ""),
                        refuses("\"response_format\":\"png\"", "/response_format enum"),
                        refuses("\"response_format\":{\"type\":\"url\"}", "/response_format type"),
                        takes("\"user\":\"\"", ""),
                        takes("\"user\":\"" + "😀".repeat(256) + "\"", ""),
                        refuses("\"user\":\"" + "x".repeat(257) + "\"", "/user maxLength"),
                        refuses("\"user\":\"a\\u0000b\"", "/user pattern"),
                        refuses("\"user\":\"a\\nb\"", "/user pattern"),
                        refuses("\"user\":\"a\\u009bb\"", "/user pattern"),
                        refuses("\"user\":\"a\\u0085b\"", "/user pattern"),
                        refuses("\"user\":\"a\\u2028b\"", "/user pattern"),
                        refuses("\"user\":\"a\\u202eb\"", "/user pattern"),
                        takes("\"user\":\"👩\u200d🔧 \u06cc\u200c\u0645\"", ""),
                        refuses("\"user\":1", "/user type"),
                        refuses("\"user\":{}", "/user type"),
                        refuses("\"stream\":true", "/stream enum"),
                        refuses("\"stream\":\"false\"", "/stream enum"),
                        refuses("\"partial_images\":2", "/partial_images enum"),
                        refuses("\"partial_images\":\"0\"", "/partial_images enum")));
    }

    private static Stream<RequestCase> unknown() {
        return Stream.of(
                refuses("\"numImages\":2", "/numImages additionalProperties"),
                refuses("\"promt\":\"x\"", "/promt additionalProperties"),
                refuses("\"provider\":\"fal\"", "/provider additionalProperties"),
                refuses("\"\":1", "/ additionalProperties"),
                refuses("\"a/b~c\":1", "/a~1b~0c additionalProperties"),
                refuses("\"base_url\":\"https://example.org\"", "/base_url additionalProperties"),
                refuses(
                        "\"junk\":{\"deep\":[[[{\"a\":[]}]]]},\"more\":null",
                        "/junk additionalProperties",
                        "/more additionalProperties"));
    }

    private static Stream<RequestCase> syntax() {
        var deep = "[".repeat(5000) + "]".repeat(5000);
        return Stream.of(
                broken("refuses an empty body", "", " required"),
                broken("refuses white space", " \n", " type"),
                broken("refuses a list", "[]", " type"),
                broken("refuses null", "null", " type"),
                broken("refuses a text", "\"cat\"", " type"),
                broken("refuses an empty object", "{}", "/model required", "/prompt required"),
                broken("refuses half an object", "{" + MODEL, " syntax"),
                broken("refuses form data", "prompt=cat&model=x", " syntax"),
                broken("refuses single quotes", "{'model':'x'}", " syntax"),
                broken("refuses a comment", "{/* */}", " syntax"),
                broken("refuses text after the object", "{" + MODEL + ",\"prompt\":\"a cat\"} x", " syntax"),
                broken("refuses a second object", Gateway.A_CAT + Gateway.A_CAT, " syntax"),
                broken("refuses a trailing comma", "{" + MODEL + ",\"prompt\":\"a cat\",}", " syntax"),
                refuses("\"prompt\":\"a dog\"", "/prompt uniqueKeys"),
                refuses("\"seed\":1,\"seed\":1,\"seed\":1", "/seed uniqueKeys", "/seed uniqueKeys"),
                refuses("\"n\":1,\"\\u006e\":1", "/n uniqueKeys"),
                refuses("\"style\":{\"a\":1,\"a\":2}", "/style/a uniqueKeys"),
                refuses("\"style\":" + deep, " syntax"),
                refuses("\"junk\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5000), " syntax"),
                refuses("\"seed\":1" + "0".repeat(200), " syntax"),
                refuses("\"" + "k".repeat(300) + "\":1", " syntax"));
    }

    private static Stream<RequestCase> several() {
        var hundred = IntStream.range(0, 100)
                .mapToObj(i -> "/x" + i + " additionalProperties")
                .toArray(String[]::new);
        var fields = String.join(
                ",", IntStream.range(0, 150).mapToObj(i -> "\"x" + i + "\":1").toList());
        return Stream.of(
                refuses(
                        "\"n\":\"2\",\"seed\":0,\"image_size\":{\"width\":65},\"guidance_scale\":21,\"stepz\":1",
                        "/n type",
                        "/seed minimum",
                        "/image_size/width multipleOf",
                        "/guidance_scale maximum",
                        "/stepz additionalProperties"),
                broken(
                        "refuses all at once, a duplicate and trailing text included",
                        "{\"seed\":0,\"seed\":1,\"num_images\":9} x",
                        " syntax",
                        "/model required",
                        "/prompt required",
                        "/seed uniqueKeys",
                        "/seed minimum",
                        "/num_images maximum"),
                refuses(fields, hundred));
    }
}
