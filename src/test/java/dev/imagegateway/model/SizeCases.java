package dev.imagegateway.model;

import static dev.imagegateway.model.RequestCase.refuses;
import static dev.imagegateway.model.RequestCase.takes;

import java.util.stream.Stream;

/** {@code image_size} in all its forms, and OpenAI's {@code size}. */
final class SizeCases {

    private SizeCases() {}

    static Stream<RequestCase> all() {
        return Stream.of(presets(), dimensions(), openAi(), together()).flatMap(cases -> cases);
    }

    private static Stream<RequestCase> presets() {
        var names =
                Stream.of("square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9");
        return Stream.concat(
                names.flatMap(name -> Stream.of(
                        takes("\"image_size\":\"" + name + "\""),
                        takes("\"size\":\"" + name + "\"", "\"image_size\":\"" + name + "\""))),
                Stream.of(
                        refuses("\"image_size\":\"huge\"", "/image_size enum"),
                        refuses("\"image_size\":\"\"", "/image_size enum"),
                        refuses("\"image_size\":\"SQUARE\"", "/image_size enum"),
                        refuses("\"image_size\":\" square\"", "/image_size enum"),
                        refuses("\"image_size\":\"1024x1024\"", "/image_size enum"),
                        refuses("\"image_size\":1024", "/image_size type"),
                        refuses("\"image_size\":null", "/image_size type"),
                        refuses("\"image_size\":true", "/image_size type"),
                        refuses("\"image_size\":[1024,768]", "/image_size type")));
    }

    private static Stream<RequestCase> dimensions() {
        var fixed = Stream.of(
                takes("\"image_size\":{}"),
                takes("\"image_size\":{\"width\":64,\"height\":1536}"),
                takes(
                        "\"image_size\":{\"width\":512.0,\"height\":5.12e2}",
                        "\"image_size\":{\"width\":512,\"height\":512}"),
                refuses(
                        "\"image_size\":{\"width\":512,\"height\":512,\"depth\":3}",
                        "/image_size/depth additionalProperties"),
                refuses("\"image_size\":{\"width\":512,\"width\":512}", "/image_size/width uniqueKeys"),
                refuses(
                        "\"image_size\":{\"width\":0,\"height\":\"512\"}",
                        "/image_size/width minimum",
                        "/image_size/height type"),
                refuses("\"image_size\":{\"width\":33}", "/image_size/width minimum", "/image_size/width multipleOf"),
                refuses("\"image_size\":{\"Width\":512}", "/image_size/Width additionalProperties"));
        var each = Stream.of("width", "height")
                .flatMap(name -> Stream.of(
                        takes("\"image_size\":{\"" + name + "\":64}"),
                        takes("\"image_size\":{\"" + name + "\":96}"),
                        takes("\"image_size\":{\"" + name + "\":1504}"),
                        takes("\"image_size\":{\"" + name + "\":1536}"),
                        one(name, "63", "minimum", "multipleOf"),
                        one(name, "65", "multipleOf"),
                        one(name, "32", "minimum"),
                        one(name, "1535", "multipleOf"),
                        one(name, "1537", "maximum", "multipleOf"),
                        one(name, "1568", "maximum"),
                        one(name, "0", "minimum"),
                        one(name, "-64", "minimum"),
                        one(name, "512.5", "type"),
                        one(name, "99999999999", "maximum"),
                        one(name, "\"512\"", "type"),
                        one(name, "null", "type"),
                        one(name, "{}", "type")));
        return Stream.concat(fixed, each);
    }

    private static RequestCase one(String name, String value, String... codes) {
        var violations =
                Stream.of(codes).map(code -> "/image_size/" + name + " " + code).toArray(String[]::new);
        return refuses("\"image_size\":{\"" + name + "\":" + value + "}", violations);
    }

    private static Stream<RequestCase> openAi() {
        return Stream.of(
                takes("\"size\":\"1024x1024\"", "\"image_size\":{\"width\":1024,\"height\":1024}"),
                takes("\"size\":\"64x1536\"", "\"image_size\":{\"width\":64,\"height\":1536}"),
                takes("\"size\":\"auto\"", ""),
                takes("\"size\":null", ""),
                refuses("\"size\":\"1792x1024\"", "/size maximum"),
                refuses("\"size\":\"32x32\"", "/size minimum", "/size minimum"),
                refuses("\"size\":\"100x512\"", "/size multipleOf"),
                refuses("\"size\":\"1024X1024\"", "/size enum"),
                refuses("\"size\":\"1024x\"", "/size enum"),
                refuses("\"size\":\"-64x64\"", "/size enum"),
                refuses("\"size\":\"1024x1024x3\"", "/size enum"),
                refuses("\"size\":\"999999999999x64\"", "/size enum"),
                refuses("\"size\":\"١٠٢٤x١٠٢٤\"", "/size enum"),
                refuses("\"size\":\"\"", "/size enum"),
                refuses("\"size\":1024", "/size type"),
                refuses("\"size\":{\"width\":512}", "/size type"));
    }

    private static Stream<RequestCase> together() {
        return Stream.of(
                takes("\"size\":\"1024x1024\",\"image_size\":\"square_hd\"", "\"image_size\":\"square_hd\""),
                takes("\"size\":\"auto\",\"image_size\":\"square\"", "\"image_size\":\"square\""),
                takes("\"size\":\"1024x768\",\"image_size\":{}", "\"image_size\":{}"),
                refuses("\"size\":\"512x512\",\"image_size\":\"square_hd\"", "/size conflict"),
                refuses("\"size\":\"square\",\"image_size\":{\"width\":512}", "/size conflict"));
    }
}
