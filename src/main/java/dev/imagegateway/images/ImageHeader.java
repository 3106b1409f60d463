package dev.imagegateway.images;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.imagegateway.image.ImageBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The type and size of an image, read from its first bytes. The pixels are not decoded.
 *
 * @param mediaType detected from the bytes
 * @param width pixels; 0 if a drawing does not state it
 * @param height pixels; 0 if a drawing does not state it
 */
record ImageHeader(String mediaType, int width, int height) {

    /** Reads the header of a file; empty if it is no image of a known type. */
    static Optional<ImageHeader> read(Path file) throws IOException {
        var type = ImageType.of(file);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        if (!type.get().hasPixels()) {
            try (var in = Files.newInputStream(file)) {
                return drawing(type.get(), in);
            }
        }
        try (var in = new FileImageInputStream(file.toFile())) {
            return read(type.get(), in);
        }
    }

    /** Reads the header; empty if it is no image of a known type. */
    static Optional<ImageHeader> read(ImageBytes image) {
        return ImageType.of(image).flatMap(type -> {
            if (!type.hasPixels()) {
                return drawing(type, image);
            }
            try (var in = open(image)) {
                return read(type, in);
            } catch (IOException _) {
                // the type could be read, so the image is damaged
                return Optional.empty();
            }
        });
    }

    private static Optional<ImageHeader> drawing(ImageType type, ImageBytes image) {
        try (var in = image.open()) {
            return drawing(type, in);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<ImageHeader> drawing(ImageType type, InputStream in) throws IOException {
        return SvgHeader.read(in).map(svg -> new ImageHeader(type.mediaType(), svg.width(), svg.height()));
    }

    static ImageInputStream open(ImageBytes image) {
        return switch (image) {
            case ImageBytes.InHeap heap -> new MemoryCacheImageInputStream(heap.open());
            case ImageBytes.InFile file -> new FileImageInput(file.file());
        };
    }

    private static Optional<ImageHeader> read(ImageType type, ImageInputStream in) throws IOException {
        var reader = reader(type);
        try {
            reader.setInput(in, true, true);
            return Optional.of(new ImageHeader(type.mediaType(), reader.getWidth(0), reader.getHeight(0)));
        } catch (RuntimeException _) {
            // some readers throw these for damaged files
            return Optional.empty();
        } catch (IIOException | EOFException _) {
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }

    /** Not found by ImageIO's registry, because that depends on the class loader of the thread that uses it first. */
    static ImageReader reader(ImageType type) throws IOException {
        return switch (type) {
            case PNG, JPEG ->
                ImageIO.getImageReadersByMIMEType(type.mediaType()).next();
            case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
            case SVG -> throw new IOException("a drawing has no pixels to read");
        };
    }
}
