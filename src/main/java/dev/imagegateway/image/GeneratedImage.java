package dev.imagegateway.image;

import dev.imagegateway.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * An image from the upstream: its URL, its bytes, or both.
 *
 * @param url the upstream's URL, which may expire
 * @param bytes the bytes, if the upstream sent them
 * @param withheldUrl the upstream's URL if it contains a key. It is only used to fetch the bytes; it is never returned,
 *     logged or stored.
 */
public record GeneratedImage(
        @Nullable String url,
        @Nullable ImageBytes bytes,
        @Nullable Secret withheldUrl) {

    /** @throws IllegalArgumentException if all are null */
    public GeneratedImage {
        if (url == null && bytes == null && withheldUrl == null) {
            throw new IllegalArgumentException("an image needs a URL or bytes");
        }
    }

    /** An image with a URL that may be returned, or with bytes. */
    public GeneratedImage(@Nullable String url, @Nullable ImageBytes bytes) {
        this(url, bytes, null);
    }

    /** Whether the bytes must be fetched, because there is nothing else to return. */
    public boolean isWithheld() {
        return url == null && bytes == null;
    }
}
