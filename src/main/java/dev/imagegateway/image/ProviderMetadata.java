package dev.imagegateway.image;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the upstream states about a generation besides its images and its cost, such as {@code has_nsfw_concepts}. Under
 * the upstream's own names, cleaned and limited in size. It is not logged, and only {@code has_nsfw_concepts} is stored.
 *
 * @param general about the generation
 * @param images about each image, in the order of the images; an image without facts has an empty map
 */
public record ProviderMetadata(Map<String, Object> general, List<Map<String, Object>> images) {

    /** The upstream stated nothing. */
    public static final ProviderMetadata NONE = new ProviderMetadata(Map.of(), List.of());

    /** Returns the facts about the first images, if others are dropped. */
    public ProviderMetadata first(int count) {
        return count >= images.size() ? this : new ProviderMetadata(general, images.subList(0, count));
    }

    /**
     * Returns for each image whether the upstream's safety checker blocked it.
     *
     * @param count number of images
     * @return empty unless the upstream stated true or false for exactly so many images, because a list of another length does
     *     not say which image is meant
     */
    public List<Boolean> nsfwConcepts(int count) {
        return general.get("has_nsfw_concepts") instanceof List<?> stated
                        && stated.size() == count
                        && stated.stream().allMatch(Boolean.class::isInstance)
                ? stated.stream().map(Boolean.TRUE::equals).toList()
                : List.of();
    }

    /** Returns the members in JSON. */
    @JsonValue
    public Map<String, Object> members() {
        if (images.stream().allMatch(Map::isEmpty)) {
            return general;
        }
        var members = new LinkedHashMap<>(general);
        members.put("images", images);
        return members;
    }

    /** Whether there is nothing to show. */
    public boolean isEmpty() {
        return general.isEmpty() && images.stream().allMatch(Map::isEmpty);
    }
}
