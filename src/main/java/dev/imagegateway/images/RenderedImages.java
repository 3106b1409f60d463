package dev.imagegateway.images;

import dev.imagegateway.image.ImageGenerationResponse.Image;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images in the requested format, in order.
 *
 * @param store {@code pending} if the gateway could not copy one of them yet, {@code failed} if it has given up; null if
 *     the gateway keeps all of them or none
 */
public record RenderedImages(List<Image> images, @Nullable String store) {}
