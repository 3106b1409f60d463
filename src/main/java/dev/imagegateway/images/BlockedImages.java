package dev.imagegateway.images;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageGenerationResponse.Image;
import dev.imagegateway.image.ProviderMetadata;
import dev.imagegateway.ledger.NewImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows which images the vendor's safety checker blocked: from the vendor's word if it gives one, otherwise from the
 * bytes, which are all black.
 */
public final class BlockedImages {

    private final ImageKeeper keeper;
    private final BlockedImageCounter counter;

    BlockedImages(ImageKeeper keeper, BlockedImageCounter counter) {
        this.keeper = keeper;
        this.counter = counter;
    }

    /**
     * Counts the blocked images of a generation that is about to be settled, as far as they are known.
     *
     * @param stated the vendor's word for each image; empty if it gave none
     * @param images the images to record; empty if the gateway keeps none
     */
    public void count(Client client, List<Boolean> stated, List<NewImage> images) {
        var known = images.stream()
                .flatMap(image -> Stream.ofNullable(image.knownBlocked()))
                .toList();
        counter.count(client, images.isEmpty() ? stated : known);
    }

    /**
     * As {@link #of}, for the first response with these images. Counts the blocked ones that are recognised only here,
     * because the gateway keeps no images.
     */
    public Optional<List<Boolean>> ofNew(
            Client client, List<GeneratedImage> images, ProviderMetadata metadata, List<Image> rendered) {
        var blocked = of(images, metadata, rendered);
        if (keeper.kept().isEmpty() && metadata.nsfwConcepts(images.size()).isEmpty()) {
            blocked.ifPresent(known -> counter.count(client, known));
        }
        return blocked;
    }

    /**
     * Returns for each image whether it is blocked. Does not wait for images that are being copied.
     *
     * @param metadata what the vendor states about them
     * @param rendered the images as they are about to be returned, in the same order
     * @return empty unless this is known for every image
     */
    public Optional<List<Boolean>> of(List<GeneratedImage> images, ProviderMetadata metadata, List<Image> rendered) {
        var stated = metadata.nsfwConcepts(images.size());
        if (!stated.isEmpty()) {
            return Optional.of(stated);
        }
        var kept = kept(images);
        var blocked = new ArrayList<Boolean>();
        for (int i = 0; i < images.size(); i++) {
            var id = images.get(i).id();
            var isBlocked = id == null ? null : kept.get(id);
            var bytes = rendered.get(i).bytes();
            if (isBlocked == null && bytes != null) {
                isBlocked = BlackImageDetector.isBlack(bytes);
            }
            if (isBlocked == null) {
                return Optional.empty();
            }
            blocked.add(isBlocked);
        }
        return Optional.of(List.copyOf(blocked));
    }

    private Map<String, Boolean> kept(List<GeneratedImage> images) {
        var ids =
                images.stream().flatMap(image -> Stream.ofNullable(image.id())).toList();
        return keeper.kept().map(known -> known.blocked(ids)).orElse(Map.of());
    }
}
