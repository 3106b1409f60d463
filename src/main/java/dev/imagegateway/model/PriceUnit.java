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
    /** Tokens, which are known only afterwards. The price is an upper bound. */
    @JsonProperty("token")
    TOKEN("token");

    private final String label;

    PriceUnit(String label) {
        this.label = label;
    }

    /** The name in documents, settings and responses. */
    public String label() {
        return label;
    }
}
