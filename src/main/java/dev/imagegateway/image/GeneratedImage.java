package dev.imagegateway.image;

import org.jspecify.annotations.Nullable;

/**
 * One image as the upstream handed it over: where it can be fetched, or its bytes, or both.
 *
 * @param url where the upstream serves it; it may expire
 * @param bytes its bytes, when the upstream sent them
 */
public record GeneratedImage(@Nullable String url, @Nullable ImageBytes bytes) {

    /** @throws IllegalArgumentException when there is neither: that is no image */
    public GeneratedImage {
        if (url == null && bytes == null) {
            throw new IllegalArgumentException("an image needs a URL or bytes");
        }
    }
}
