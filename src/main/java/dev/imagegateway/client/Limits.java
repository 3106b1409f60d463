package dev.imagegateway.client;

/**
 * Rate and concurrency limits of a client. Rates are token buckets: any {@code t} minutes admit at most the burst plus
 * {@code t} times the rate.
 *
 * @param requestsPerMinute HTTP requests of any kind, 1 to 10,000,000
 * @param requestsBurst HTTP requests at once after a pause, 1 to 10,000,000
 * @param imagesPerMinute requested images, 1 to 10,000,000
 * @param imagesBurst images at once after a pause, 4 to 10,000,000
 * @param generationsInFlight accepted generations that have not ended, 1 to 1,000,000
 * @param megapixelsPerMinute requested megapixels, each image rounded up, 1 to 10,000,000; 0 for no limit
 * @param megapixelsBurst megapixels at once after a pause, 1 to 10,000,000; 0 for no limit
 * @param waitingCallers HTTP requests of one process that wait for a generation, 1 to 1,000,000
 */
public record Limits(
        int requestsPerMinute,
        int requestsBurst,
        int imagesPerMinute,
        int imagesBurst,
        int megapixelsPerMinute,
        int megapixelsBurst,
        int generationsInFlight,
        int waitingCallers) {

    /** Whether megapixels are limited. */
    public boolean hasMegapixels() {
        return megapixelsPerMinute > 0;
    }

    /** The smallest burst of images, which is the greatest number of images of one request for most models. */
    public static final int MIN_IMAGES_BURST = 4;
}
