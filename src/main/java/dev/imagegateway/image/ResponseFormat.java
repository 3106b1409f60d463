package dev.imagegateway.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The requested format of images. Not sent upstream. */
public enum ResponseFormat {
    /** A URL to fetch. */
    @JsonProperty("url")
    URL,
    /** The bytes, as base64 in the response. */
    @JsonProperty("b64_json")
    B64_JSON
}
