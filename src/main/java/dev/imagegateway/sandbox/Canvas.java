package dev.imagegateway.sandbox;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The pixels of a picture. A large picture is drawn small and then enlarged, each pixel becoming a square, so that 16
 * megapixels cost as little as one.
 */
final class Canvas {

    /** The longest side that is drawn pixel by pixel. */
    private static final int FULL_DETAIL = 1536;

    private static final int REDUCED = 1024;

    private final int width;
    private final int height;
    private final int scale;
    private final int stride;
    private final byte[] rgb;

    Canvas(Picture picture) {
        width = picture.width();
        height = picture.height();
        int longest = Math.max(width, height);
        scale = longest <= FULL_DETAIL ? 1 : Math.ceilDiv(longest, REDUCED);
        int drawnWidth = Math.ceilDiv(width, scale);
        int drawnHeight = Math.ceilDiv(height, scale);
        stride = drawnWidth * 3;
        rgb = picture.black() ? new byte[stride * drawnHeight] : new Scene(picture, drawnWidth, drawnHeight).pixels();
    }

    byte[] png() {
        return Png.encode(this::row, width, height, scale);
    }

    byte[] jpeg() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] row = new byte[width * 3];
        for (int y = 0; y < height; y++) {
            row(y, row, 0);
            for (int x = 0; x < row.length; x += 3) {
                int to = y * row.length + x;
                bgr[to] = row[x + 2];
                bgr[to + 1] = row[x + 1];
                bgr[to + 2] = row[x];
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        // ImageIO.write to a stream caches in a file
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
            ImageIO.write(image, "jpeg", output);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return file.toByteArray();
    }

    private void row(int y, byte[] to, int at) {
        int from = y / scale * stride;
        for (int x = 0; x < width; x++) {
            System.arraycopy(rgb, from + x / scale * 3, to, at + x * 3, 3);
        }
    }
}
