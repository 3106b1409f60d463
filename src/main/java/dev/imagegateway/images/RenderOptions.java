package dev.imagegateway.images;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.ImageUrl;
import dev.imagegateway.image.ResponseFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a caller gets images.
 *
 * @param format URLs or base64
 * @param base the gateway's address for URLs of images that it keeps
 * @param urls whose URLs the caller gets; null for {@code gateway.images.url}
 */
public record RenderOptions(
        ResponseFormat format, String base, @Nullable ImageUrl urls) {

    /** Returns the options of a client. */
    public static RenderOptions of(Client client, ResponseFormat format, String base) {
        return new RenderOptions(format, base, client.imageUrl());
    }
}
