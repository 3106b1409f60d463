package dev.imagegateway.images;

import dev.imagegateway.image.ImageBytes;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Detects all-black images. The vendor's safety checker returns one in place of an image that it blocks, with status
 * 200 and billed like any other. An image is decoded in bands of rows, and no further than to the first pixel that is
 * not black: for almost all images, that is in the first rows.
 */
final class BlackImageDetector {

    /**
     * The highest value of a color that counts as black, of 255. JPEG rounds the mean of a block to half a quantisation
     * step, which is 2 at quality 25.
     */
    private static final int MAX_BLACK = 2;

    /** Larger images are not examined. The largest of the vendor's models have 4096 times 4096 pixels. */
    private static final long MAX_PIXELS = 1L << 24;

    /** WebP is decoded as a whole, so that its pixels are in memory at once. */
    private static final long MAX_WEBP_PIXELS = 1L << 22;

    /** A black WebP has about one byte for each 256 pixels. Larger ones are not decoded. */
    private static final int PIXELS_PER_WEBP_BYTE = 64;

    /** Bytes of metadata, such as a provenance manifest, that a black WebP may have. */
    private static final long WEBP_METADATA = 64 << 10;

    private static final int FIRST_ROWS = 16;

    /** Pixels of each further band: 6 to 8 MB of memory. Each band decodes those before it once more. */
    private static final int BAND_PIXELS = 1 << 21;

    private BlackImageDetector() {}

    /** Opens the image at its start. */
    private interface Source {
        ImageInputStream open() throws IOException;
    }

    /** Whether all pixels are black; null if the image cannot be decoded or is too large to be examined. */
    static @Nullable Boolean isBlack(Path file) throws IOException {
        var type = ImageType.of(file).filter(ImageType::hasPixels);
        return type.isEmpty()
                ? null
                : isBlack(type.get(), Files.size(file), () -> new FileImageInputStream(file.toFile()));
    }

    /** As {@link #isBlack(Path)}, for bytes in memory or in the spool. */
    static @Nullable Boolean isBlack(ImageBytes image) {
        var type = ImageType.of(image).filter(ImageType::hasPixels);
        return type.isEmpty() ? null : isBlack(type.get(), image.length(), () -> ImageHeader.open(image));
    }

    private static @Nullable Boolean isBlack(ImageType type, long bytes, Source source) {
        try {
            var reader = ImageHeader.reader(type);
            try {
                return isBlack(reader, type, bytes, source);
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException | IOException | OutOfMemoryError | StackOverflowError _) {
            // some readers throw RuntimeExceptions for damaged files, and no image may cost more than this answer
            return null;
        }
    }

    private static @Nullable Boolean isBlack(ImageReader reader, ImageType type, long bytes, Source source)
            throws IOException {
        int width;
        int height;
        try (var in = source.open()) {
            reader.setInput(in, true, true);
            width = reader.getWidth(0);
            height = reader.getHeight(0);
        }
        var pixels = (long) width * height;
        if (type == ImageType.WEBP) {
            if (pixels > MAX_WEBP_PIXELS) {
                return null;
            }
            return bytes <= WEBP_METADATA + pixels / PIXELS_PER_WEBP_BYTE
                    && isBlack(reader, source, new Rectangle(width, height));
        }
        return pixels > MAX_PIXELS ? null : isBlackInBands(reader, type, source, width, height);
    }

    private static boolean isBlackInBands(ImageReader reader, ImageType type, Source source, int width, int height)
            throws IOException {
        if (type == ImageType.PNG) {
            // the JDK's reader decodes the whole image, whatever the region
            reader.addIIOReadUpdateListener(new BlackRows());
        }
        var most = Math.max(1, BAND_PIXELS / width);
        int rows;
        for (int y = 0; y < height; y += rows) {
            rows = Math.min(height - y, y == 0 ? Math.min(most, FIRST_ROWS) : most);
            if (!isBlack(reader, source, new Rectangle(0, y, width, rows))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlack(ImageReader reader, Source source, Rectangle band) throws IOException {
        // once for each band, because the JDK's reader of PNG does not go back
        try (var in = source.open()) {
            reader.setInput(in, true, true);
            return isBlack(reader, band);
        }
    }

    private static boolean isBlack(ImageReader reader, Rectangle band) throws IOException {
        var param = reader.getDefaultReadParam();
        param.setSourceRegion(band);
        var image = reader.read(0, param);
        for (int y = 0; y < image.getHeight(); y++) {
            if (!isBlackRow(image, y)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the pixels of a row are black and opaque. */
    static boolean isBlackRow(BufferedImage image, int y) {
        var colors = image.getColorModel();
        var width = image.getWidth();
        if (colors instanceof IndexColorModel) {
            return Arrays.stream(image.getRGB(0, y, width, 1, null, 0, width)).allMatch(BlackImageDetector::isBlack);
        }
        var raster = image.getRaster();
        var bands = raster.getNumBands();
        var most = ((1 << raster.getSampleModel().getSampleSize(0)) - 1) * MAX_BLACK / 255;
        var opaque = (1 << raster.getSampleModel().getSampleSize(bands - 1)) - 1;
        var samples = raster.getPixels(0, y, width, 1, (int[]) null);
        for (int i = 0; i < samples.length; i++) {
            var isAlpha = colors.hasAlpha() && i % bands == bands - 1;
            if (isAlpha ? samples[i] != opaque : samples[i] > most) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlack(int argb) {
        return argb >>> 24 == 0xff
                && (argb >> 16 & 0xff) <= MAX_BLACK
                && (argb >> 8 & 0xff) <= MAX_BLACK
                && (argb & 0xff) <= MAX_BLACK;
    }
}
