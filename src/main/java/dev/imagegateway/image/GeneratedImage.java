package dev.imagegateway.image;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image from the upstream: its URL, its bytes, or both, or the id under which the gateway keeps it.
 *
 * @param url the upstream's URL, which may expire
 * @param bytes the bytes, if the upstream sent them
 * @param id the id under which the gateway may keep it; null if it does not
 */
public record GeneratedImage(
        @Nullable String url,
        @Nullable ImageBytes bytes,
        @Nullable String id) {

    /** @throws IllegalArgumentException if all are null */
    public GeneratedImage {
        if (url == null && bytes == null && id == null) {
            throw new IllegalArgumentException("an image needs a URL, bytes or an id");
        }
    }

    /** An image that the gateway does not keep. */
    public GeneratedImage(@Nullable String url, @Nullable ImageBytes bytes) {
        this(url, bytes, null);
    }

    /** Returns this image with the id under which the gateway keeps it. */
    public GeneratedImage keptAs(String kept) {
        return new GeneratedImage(url, bytes, kept);
    }

    /** Returns this image as the upstream has sent it; empty if nothing of that is left. */
    public Optional<GeneratedImage> unkept() {
        return url == null && bytes == null ? Optional.empty() : Optional.of(new GeneratedImage(url, bytes));
    }
}
