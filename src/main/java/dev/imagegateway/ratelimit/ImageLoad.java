package dev.imagegateway.ratelimit;

/**
 * What a generation counts against its client's limits.
 *
 * @param images how many images it asks for
 * @param megapixels their megapixels, each image rounded up
 */
public record ImageLoad(int images, int megapixels) {}
