package dev.imagegateway.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * The type and size of an image, read from its first bytes. The pixels are not decoded.
 *
 * @param mediaType detected from the bytes
 * @param width pixels
 * @param height pixels
 */
record ImageHeader(String mediaType, int width, int height) {

    /** Reads the header of a file; empty if it is no image of a known type. */
    static Optional<ImageHeader> read(Path file) throws IOException {
        var type = ImageType.of(file);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            var reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return Optional.of(new ImageHeader(type.get().mediaType(), reader.getWidth(0), reader.getHeight(0)));
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException _) {
            // some readers throw these for damaged files
            return Optional.empty();
        }
    }
}
