package dev.imagegateway.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a model's price is for. */
public enum PriceUnit {
    /** Each image. */
    @JsonProperty("image")
    IMAGE("image"),
    /** Each megapixel of each image, rounded up, at least one. */
    @JsonProperty("megapixel")
    MEGAPIXEL("megapixel"),
    /** Each reference image and each image that is made. */
    @JsonProperty("input-and-output-image")
    INPUT_AND_OUTPUT_IMAGE("input-and-output-image"),
    /** Each reference image, and each megapixel of each image that is made, rounded up, at least one. */
    @JsonProperty("input-image-and-output-megapixel")
    INPUT_IMAGE_AND_OUTPUT_MEGAPIXEL("input-image-and-output-megapixel"),
    /** Tokens, which are known only afterwards. The price is an upper bound. */
    @JsonProperty("token")
    TOKEN("token");

    private final String label;

    PriceUnit(String label) {
        this.label = label;
    }

    /** Whether the size in pixels has to be known. */
    boolean countsPixels() {
        return this == MEGAPIXEL || this == INPUT_IMAGE_AND_OUTPUT_MEGAPIXEL;
    }

    /** The name in documents, settings and responses. */
    public String label() {
        return label;
    }
}
