package dev.imagegateway.images;

import dev.imagegateway.deadline.Deadline;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.resizers.Resizers;

/**
 * Makes the thumbnail of an image, as JPEG. Large images are read with fewer pixels, so that the memory does not depend
 * on their size.
 *
 * @param size pixels of the longest side
 * @param maxPixels the largest image of which a thumbnail is made
 * @param timeout after which reading is aborted, from the store and of the pixels together
 * @param spool where the bytes of an image are copied to that are in no file
 */
record ThumbnailMaker(int size, long maxPixels, Duration timeout, Spool spool) {

    /** WebP is decoded as a whole, with several copies of its pixels. */
    private static final long MAX_WEBP_PIXELS = 1L << 22;

    /** Pixels of an image that are read: 16 MB of memory, twice. */
    private static final long MAX_READ_PIXELS = 1L << 22;

    /** An image is read with at least so many pixels for each one of the thumbnail, in both directions. */
    private static final int OVERSAMPLING = 4;

    private static final float QUALITY = 0.85f;

    /** There is no thumbnail of an image, now or ever. */
    static final class NoThumbnailException extends Exception {

        private static final long serialVersionUID = 1;

        NoThumbnailException(String reason) {
            super(reason);
        }
    }

    /**
     * Returns the thumbnail.
     *
     * @throws NoThumbnailException if the image is too large or damaged
     * @throws TimeoutException if reading it took too long
     * @throws IOException if its bytes cannot be read
     */
    byte[] make(KeptImage image) throws IOException, NoThumbnailException, TimeoutException {
        var end = System.nanoTime() + timeout.toNanos();
        var type = ImageType.ofMediaType(image.facts().mediaType())
                .filter(ImageType::hasPixels)
                .orElseThrow(() -> new NoThumbnailException("it is a drawing, or its type is not known"));
        if (image.bytes().isFile()) {
            try (var in = new FileImageInputStream(image.bytes().getFile())) {
                return make(in, type, end);
            }
        }
        // copied first, because a reader does not distinguish a broken connection from a damaged image
        try (var file = spool.copy(image.bytes(), timeout);
                var in = new FileImageInput(file)) {
            return make(in, type, end);
        }
    }

    private byte[] make(ImageInputStream in, ImageType type, long end)
            throws IOException, NoThumbnailException, TimeoutException {
        var reader = ImageHeader.reader(type);
        try {
            reader.setInput(in, true, true);
            return jpeg(read(reader, type, Duration.ofNanos(end - System.nanoTime())));
        } catch (RuntimeException _) {
            // some readers throw these for damaged files
            throw new NoThumbnailException("it is damaged");
        } finally {
            reader.dispose();
        }
    }

    private BufferedImage read(ImageReader reader, ImageType type, Duration within)
            throws IOException, NoThumbnailException, TimeoutException {
        try {
            var width = reader.getWidth(0);
            var height = reader.getHeight(0);
            var most = type == ImageType.WEBP ? Math.min(maxPixels, MAX_WEBP_PIXELS) : maxPixels;
            if ((long) width * height > most) {
                throw new NoThumbnailException("it has more than " + most + " pixels");
            }
            var param = reader.getDefaultReadParam();
            var step = step(width, height);
            param.setSourceSubsampling(step, step, 0, 0);
            var isAborted = new AtomicBoolean();
            var done = new CompletableFuture<Void>();
            Deadline.unlessDone(done, within, () -> {
                isAborted.set(true);
                reader.abort();
            });
            try {
                var read = reader.read(0, param);
                if (isAborted.get()) {
                    throw new TimeoutException("the image was not read in time");
                }
                return read;
            } finally {
                done.complete(null);
            }
        } catch (IIOException | EOFException _) {
            throw new NoThumbnailException("it is damaged");
        }
    }

    /** Every how many pixels one is read. */
    private int step(int width, int height) {
        var step = Math.max(1, Math.max(width, height) / (size * OVERSAMPLING));
        while ((long) (width / step) * (height / step) > MAX_READ_PIXELS) {
            step++;
        }
        return step;
    }

    private byte[] jpeg(BufferedImage read) throws IOException {
        var flat = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
        var canvas = flat.createGraphics();
        // JPEG has no transparency
        canvas.drawImage(read, 0, 0, Color.WHITE, null);
        canvas.dispose();
        var scale = Math.min(1, (double) size / Math.max(read.getWidth(), read.getHeight()));
        var bytes = new ByteArrayOutputStream();
        var thumbnail = Thumbnails.of(flat)
                .forceSize(scaled(read.getWidth(), scale), scaled(read.getHeight(), scale))
                .outputFormat("jpeg")
                .outputQuality(QUALITY);
        if (Math.min(read.getWidth(), read.getHeight()) == 1) {
            // the default of Thumbnailator 0.4.21 halves a side of 1 to 0, which makes the image black
            thumbnail.resizer(Resizers.BILINEAR);
        }
        thumbnail.toOutputStream(bytes);
        return bytes.toByteArray();
    }

    private static int scaled(int pixels, double scale) {
        return Math.max(1, (int) Math.round(pixels * scale));
    }
}
