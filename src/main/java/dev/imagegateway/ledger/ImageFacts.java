package dev.imagegateway.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an image from its bytes.
 *
 * @param sha256 of the bytes, in hex
 * @param mediaType detected from the bytes
 * @param bytes size
 * @param width pixels
 * @param height pixels
 * @param blocked whether it is the all-black image that the vendor's safety checker returns; null if that is not known
 */
public record ImageFacts(
        String sha256,
        String mediaType,
        long bytes,
        int width,
        int height,
        @Nullable Boolean blocked) {}
