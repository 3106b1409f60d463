package dev.imagegateway.image;

import dev.imagegateway.secret.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image from the upstream: its URL, its bytes, or both, or the id under which the gateway keeps it.
 *
 * @param url the upstream's URL, which may expire
 * @param bytes the bytes, if the upstream sent them
 * @param withheldUrl the upstream's URL if it contains a key. It is only used to fetch the bytes; it is never returned,
 *     logged or stored.
 * @param id the id under which the gateway may keep it; null if it does not
 */
public record GeneratedImage(
        @Nullable String url,
        @Nullable ImageBytes bytes,
        @Nullable Secret withheldUrl,
        @Nullable String id) {

    /** @throws IllegalArgumentException if all are null */
    public GeneratedImage {
        if (url == null && bytes == null && withheldUrl == null && id == null) {
            throw new IllegalArgumentException("an image needs a URL, bytes or an id");
        }
    }

    /** An image with a URL that may be returned, or with bytes. */
    public GeneratedImage(@Nullable String url, @Nullable ImageBytes bytes) {
        this(url, bytes, null, null);
    }

    /** An image whose URL must not be returned. */
    public static GeneratedImage withheld(@Nullable ImageBytes bytes, Secret url) {
        return new GeneratedImage(null, bytes, url, null);
    }

    /** Returns this image with the id under which the gateway keeps it. */
    public GeneratedImage keptAs(String kept) {
        return new GeneratedImage(url, bytes, withheldUrl, kept);
    }

    /** Returns this image as the upstream has sent it; empty if nothing of that is left. */
    public Optional<GeneratedImage> unkept() {
        return url == null && bytes == null && withheldUrl == null
                ? Optional.empty()
                : Optional.of(new GeneratedImage(url, bytes, withheldUrl, null));
    }

    /** Whether the bytes must be fetched, because there is nothing else to return. */
    public boolean isWithheld() {
        return id == null && url == null && bytes == null;
    }

    /** Returns this image with its bytes. */
    public GeneratedImage with(ImageBytes fetched) {
        return new GeneratedImage(url, fetched, withheldUrl, id);
    }
}
