package dev.imagegateway.sandbox;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An image that can be downloaded.
 *
 * @param id the file name without extension
 * @param path the path of the download
 * @param type the type of the file
 * @param recipe equal recipes give equal bytes
 * @param downloads number of downloads while a fault applies
 * @param injection the fault of the generation
 * @param black all black, as the supplier's safety checker returns it
 */
record Picture(
        String id,
        String path,
        FileType type,
        String prompt,
        String recipe,
        int index,
        Pixels pixels,
        boolean black,
        Instant created,
        AtomicInteger downloads,
        Injection injection) {

    int width() {
        return pixels.width();
    }

    int height() {
        return pixels.height();
    }

    byte[] draw() {
        return switch (type) {
            case PNG -> new Canvas(this).png();
            case JPEG -> new Canvas(this).jpeg();
            case WEBP -> Webp.encode(width(), height(), Scene.theme(this));
            case SVG -> Svg.encode(width(), height(), Scene.theme(this));
        };
    }
}
