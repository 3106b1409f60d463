package dev.imagegateway.images;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.ledger.ImageState;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Describes the images of generations without reading their bytes. */
public final class ImageViews {

    private final ImageKeeper keeper;
    private final ImageLinks links;

    ImageViews(ImageKeeper keeper, ImageLinks links) {
        this.keeper = keeper;
        this.links = links;
    }

    /**
     * The JSON representation of an image. Members that are not known are left out.
     *
     * @param state {@code pending}, {@code kept}, {@code failed} or {@code removed}
     * @param reason why it was removed or could not be copied
     * @param thumbnailUrl a signed URL of its thumbnail, if it can have one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ImageView(
            String id,
            String state,
            @Nullable String reason,
            @JsonProperty("media_type") @Nullable String mediaType,
            @Nullable Long bytes,
            @Nullable Integer width,
            @Nullable Integer height,
            @JsonProperty("thumbnail_url") @Nullable String thumbnailUrl) {}

    /**
     * Describes images.
     *
     * @param base the gateway's address, without a slash at the end
     */
    public List<ImageView> of(List<ImageRecord> images, String base) {
        return images.stream().map(image -> view(image, base)).toList();
    }

    private ImageView view(ImageRecord image, String base) {
        var facts = image.facts();
        return new ImageView(
                image.id(),
                image.state().name().toLowerCase(Locale.ROOT),
                image.reason(),
                facts == null ? null : facts.mediaType(),
                facts == null ? null : facts.bytes(),
                facts == null ? null : facts.width(),
                facts == null ? null : facts.height(),
                hasThumbnail(image, facts) ? links.signThumbnail(base, image.id()) : null);
    }

    private boolean hasThumbnail(ImageRecord image, @Nullable ImageFacts facts) {
        return keeper.isKeeping()
                && image.state() == ImageState.KEPT
                && facts != null
                && ImageType.ofMediaType(facts.mediaType())
                        .filter(ImageType::hasPixels)
                        .isPresent();
    }
}
