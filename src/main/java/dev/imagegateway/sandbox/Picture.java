package dev.imagegateway.sandbox;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An image that can be downloaded.
 *
 * @param id the file name without extension
 * @param path the path of the download
 * @param recipe equal recipes give equal bytes
 * @param downloads number of downloads while a fault applies
 * @param injection the fault of the generation
 * @param black all black, as the supplier's safety checker returns it
 */
record Picture(
        String id,
        String path,
        String prompt,
        String recipe,
        int index,
        int width,
        int height,
        boolean black,
        Instant created,
        AtomicInteger downloads,
        Injection injection) {

    byte[] draw() {
        byte[] pixels = black ? new byte[width * height * 3] : new Scene(this).pixels();
        return Png.encode(pixels, width, height);
    }
}
