package dev.imagegateway.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The size of an image: a preset of the vendor, or width and height. */
public sealed interface ImageSize {

    /** Width in pixels. */
    int widthInPixels();

    /** Height in pixels. */
    int heightInPixels();

    /** Whether both have the same width and height. */
    default boolean sameAs(ImageSize other) {
        return widthInPixels() == other.widthInPixels() && heightInPixels() == other.heightInPixels();
    }

    /** The vendor's six presets. The dimensions are those that fal.ai documents for the same names. */
    enum Preset implements ImageSize {
        @JsonProperty("square_hd")
        SQUARE_HD(1024, 1024),
        @JsonProperty("square")
        SQUARE(512, 512),
        @JsonProperty("portrait_4_3")
        PORTRAIT_4_3(768, 1024),
        @JsonProperty("portrait_16_9")
        PORTRAIT_16_9(576, 1024),
        @JsonProperty("landscape_4_3")
        LANDSCAPE_4_3(1024, 768),
        @JsonProperty("landscape_16_9")
        LANDSCAPE_16_9(1024, 576);

        private static final Map<String, Preset> BY_NAME =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Preset::wireName, preset -> preset));

        private final String wireName = name().toLowerCase(Locale.ROOT);
        private final int width;
        private final int height;

        Preset(int width, int height) {
            this.width = width;
            this.height = height;
        }

        /** Finds a preset by its exact name in the API. */
        public static Optional<Preset> named(String name) {
            return Optional.ofNullable(BY_NAME.get(name));
        }

        /** The name in the API, such as {@code landscape_16_9}. */
        public String wireName() {
            return wireName;
        }

        @Override
        public int widthInPixels() {
            return width;
        }

        @Override
        public int heightInPixels() {
            return height;
        }
    }

    /**
     * A size in pixels. Null values were omitted by the caller and are omitted upstream, where the vendor's defaults
     * apply.
     *
     * @param width 64 to 1536, a multiple of 32; 1024 by default
     * @param height 64 to 1536, a multiple of 32; 768 by default
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Dimensions(
            @Nullable @Min(64) @Max(1536) @MultipleOf(32) Integer width,
            @Nullable @Min(64) @Max(1536) @MultipleOf(32) Integer height)
            implements ImageSize {

        @Override
        public int widthInPixels() {
            return width == null ? 1024 : width;
        }

        @Override
        public int heightInPixels() {
            return height == null ? 768 : height;
        }
    }
}
