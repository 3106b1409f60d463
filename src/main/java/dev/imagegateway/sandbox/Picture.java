package dev.imagegateway.sandbox;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One image that can be downloaded.
 *
 * @param id the file's name without its ending
 * @param path where it is served
 * @param recipe the same recipe gives the same bytes
 * @param downloads counted while a fault spoils them
 * @param injection what was chosen for the generation
 * @param black all black, as the supplier's safety checker leaves it
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
