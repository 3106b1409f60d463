package dev.imagegateway.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The six named sizes of fal.ai, which most of AIML's models take, with the dimensions that fal.ai documents. */
enum SizePreset {
    SQUARE_HD(1024, 1024),
    SQUARE(512, 512),
    PORTRAIT_4_3(768, 1024),
    PORTRAIT_16_9(576, 1024),
    LANDSCAPE_4_3(1024, 768),
    LANDSCAPE_16_9(1024, 576);

    private static final Map<String, SizePreset> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SizePreset::wireName, preset -> preset));

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final int width;
    private final int height;

    SizePreset(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Finds a preset by its exact name in the API. */
    static Optional<SizePreset> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Finds the preset of a size. */
    static Optional<SizePreset> of(PixelSize pixels) {
        return Arrays.stream(values())
                .filter(preset -> preset.pixels().equals(pixels))
                .findFirst();
    }

    /** The name in the API, such as {@code landscape_16_9}. */
    String wireName() {
        return wireName;
    }

    PixelSize pixels() {
        return new PixelSize(width, height);
    }
}
