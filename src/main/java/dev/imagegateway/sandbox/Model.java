package dev.imagegateway.sandbox;

import java.util.List;

/**
 * A model that the sandbox offers.
 *
 * @param id the canonical id, which the books and logs name
 * @param aliases its other ids
 * @param shape what its responses look like
 * @param fileType of its images, unless the request decides
 */
record Model(
        String id, List<String> aliases, String name, Variant variant, Shape shape, FileType fileType, Price price) {

    /** The model of requests that name none, and the one whose price is a setting. */
    static final String SD3 = "stable-diffusion-v3-medium";

    /** AIML's own fault switch. */
    static final String DUMMY = "test/dummy-image";

    /** The price, which is a setting for Stable Diffusion 3. */
    Price price(SandboxProperties settings) {
        return isSd3() ? Price.perImage(settings.creditsPerImage()) : price;
    }

    /** Whether this is its id or an alias, in capitals or not. */
    boolean isNamed(String name) {
        return id.equalsIgnoreCase(name) || aliases.stream().anyMatch(name::equalsIgnoreCase);
    }

    boolean isSd3() {
        return id.equals(SD3);
    }
}
