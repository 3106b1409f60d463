package dev.imagegateway.sandbox;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The size of an image in pixels. */
record Pixels(int width, int height) {

    /** In the vendor's order. */
    static final Map<String, Pixels> PRESETS = presets();

    /** What the simulated suppliers draw, where the vendor publishes no bounds (guess). */
    private static final int MIN_SIDE = 64;

    private static final int MAX_SIDE = 4096;

    private static final Map<String, Integer> TIERS =
            Map.of("1K", 1024, "1k", 1024, "1.5K", 1536, "2K", 2048, "2k", 2048, "4K", 4096);
    private static final double ONE_MEGAPIXEL = 1 << 20;
    private static final Pattern SIZE = Pattern.compile("(\\d{2,4})x(\\d{2,4})");

    double megapixels() {
        return (double) width * height / 1e6;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }

    /** Returns the size that a request asks for; null if the supplier cannot draw it. */
    static @Nullable Pixels of(Variant variant, ObjectNode values) {
        if (variant.has("image_size")) {
            JsonNode size = values.get("image_size");
            return size == null ? square(2048) : size.isObject() ? object(size) : named(size.stringValue());
        }
        if (variant.has("size")) {
            Matcher size = SIZE.matcher(text(values, "size", ""));
            Pixels asked =
                    size.matches() ? within(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))) : null;
            return asked == null ? square(1024) : asked;
        }
        // the vendor's text: 16:9 for the models with a resolution
        String ratio = text(values, "aspect_ratio", variant.has("resolution") ? "16:9" : "1:1");
        String[] sides = (ratio.equals("auto") ? "1:1" : ratio).split(":", -1);
        double proportion = Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
        Integer longSide = TIERS.get(text(values, "resolution", ""));
        return longSide == null ? ofArea(proportion) : ofLongSide(proportion, longSide);
    }

    /** 21:9 is 1568×672, as in the vendor's sample. */
    private static Pixels ofArea(double proportion) {
        return new Pixels(
                sixteenths(Math.sqrt(ONE_MEGAPIXEL * proportion)), sixteenths(Math.sqrt(ONE_MEGAPIXEL / proportion)));
    }

    private static Pixels ofLongSide(double proportion, int side) {
        return proportion >= 1
                ? new Pixels(side, sixteenths(side / proportion))
                : new Pixels(sixteenths(side * proportion), side);
    }

    private static int sixteenths(double pixels) {
        return (int) Math.round(pixels / 16) * 16;
    }

    private static @Nullable Pixels object(JsonNode size) {
        return within(size.get("width").doubleValue(), size.get("height").doubleValue());
    }

    private static @Nullable Pixels within(double width, double height) {
        boolean drawable = width == Math.rint(width)
                && height == Math.rint(height)
                && Math.min(width, height) >= MIN_SIDE
                && Math.max(width, height) <= MAX_SIDE;
        return drawable ? new Pixels((int) width, (int) height) : null;
    }

    private static Pixels named(String name) {
        Pixels preset = PRESETS.get(name);
        return preset == null ? square(TIERS.getOrDefault(name, 1024)) : preset;
    }

    private static Pixels square(int side) {
        return new Pixels(side, side);
    }

    private static String text(ObjectNode values, String name, String otherwise) {
        JsonNode value = values.get(name);
        return value == null ? otherwise : value.stringValue();
    }

    private static Map<String, Pixels> presets() {
        Map<String, Pixels> presets = new LinkedHashMap<>();
        presets.put("square_hd", new Pixels(1024, 1024));
        presets.put("square", new Pixels(512, 512));
        presets.put("portrait_4_3", new Pixels(768, 1024));
        presets.put("portrait_16_9", new Pixels(576, 1024));
        presets.put("landscape_4_3", new Pixels(1024, 768));
        presets.put("landscape_16_9", new Pixels(1024, 576));
        return Collections.unmodifiableMap(presets);
    }
}
