package dev.imagegateway.client;

import dev.imagegateway.image.ImageGenerationRequest;

/**
 * How fast and how much at once a client may ask. Rates are token buckets: what is admitted in any {@code t} minutes is
 * at most the burst and {@code t} times the rate.
 *
 * @param requestsPerMinute HTTP requests of any kind, 1 to 10,000,000
 * @param requestsBurst HTTP requests at once after a pause, 1 to 10,000,000
 * @param imagesPerMinute images asked for, 1 to 10,000,000
 * @param imagesBurst images at once after a pause, from as many as one request may ask for to 10,000,000
 * @param generationsInFlight generations that were accepted and have not ended, 1 to 1,000,000
 * @param waitingCallers HTTP requests that wait for a generation to end, in each process, 1 to 1,000,000
 */
public record Limits(
        int requestsPerMinute,
        int requestsBurst,
        int imagesPerMinute,
        int imagesBurst,
        int generationsInFlight,
        int waitingCallers) {

    /** The smallest burst of images: fewer would refuse a request for that many for ever. */
    public static final int LEAST_IMAGES_BURST = ImageGenerationRequest.MOST_IMAGES;
}
