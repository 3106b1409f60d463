package dev.imagegateway.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the caller wants each image: the gateway's own choice, which the upstream never sees. */
public enum ResponseFormat {
    /** A URL to fetch. */
    @JsonProperty("url")
    URL,
    /** The bytes, as base64 in the answer. */
    @JsonProperty("b64_json")
    B64_JSON
}
