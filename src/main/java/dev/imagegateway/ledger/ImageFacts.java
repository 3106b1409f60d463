package dev.imagegateway.ledger;

/**
 * What is known of an image from its bytes.
 *
 * @param sha256 of the bytes, in hex
 * @param mediaType detected from the bytes
 * @param bytes size
 * @param width pixels
 * @param height pixels
 */
public record ImageFacts(String sha256, String mediaType, long bytes, int width, int height) {}
