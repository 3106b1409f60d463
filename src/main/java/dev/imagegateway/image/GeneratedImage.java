package dev.imagegateway.image;

import org.jspecify.annotations.Nullable;

/**
 * An image from the upstream: its URL, its bytes, or both.
 *
 * @param url the upstream's URL, which may expire
 * @param bytes the bytes, if the upstream sent them
 */
public record GeneratedImage(@Nullable String url, @Nullable ImageBytes bytes) {

    /** @throws IllegalArgumentException if both are null */
    public GeneratedImage {
        if (url == null && bytes == null) {
            throw new IllegalArgumentException("an image needs a URL or bytes");
        }
    }
}
