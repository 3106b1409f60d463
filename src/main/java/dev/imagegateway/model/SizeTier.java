package dev.imagegateway.model;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Estimates sizes that models name by their longer side, or not at all. */
final class SizeTier {

    private static final Map<String, PixelSize> TIERS = Map.of(
            "1k", new PixelSize(1024, 1024),
            "1.5k", new PixelSize(1536, 1536),
            "2k", new PixelSize(2048, 2048),
            "4k", new PixelSize(4096, 4096));

    private SizeTier() {}

    /** Returns the size of the first value that names one; 1024x1024 if none does. */
    static PixelSize of(@Nullable Object... values) {
        return Stream.of(values)
                .map(SizeTier::named)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(new PixelSize(1024, 1024));
    }

    private static @Nullable PixelSize named(@Nullable Object value) {
        if (!(value instanceof String name)) {
            return null;
        }
        return PixelSize.parse(name).orElseGet(() -> TIERS.get(name.toLowerCase(Locale.ROOT)));
    }
}
