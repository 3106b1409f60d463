package dev.imagegateway.support;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** Images that are drawn for a test. */
public final class TestImages {

    /** All black, 48 by 32 pixels, lossy. */
    public static final String BLACK_WEBP =
            "UklGRjQAAABXRUJQVlA4ICgAAADwAgCdASowACAAPpFGnkslo6KhpWgAsBIJaQAAKUNt8AD++M79KAAA";

    /** One bright pixel on black, 48 by 32 pixels, lossless. */
    public static final String DOT_WEBP = "UklGRioAAABXRUJQVlA4TB0AAAAvL8AHAA8w7vM/3fMfeCCTtom0+te2/RH9T89ZAAA=";

    private TestImages() {}

    /** An image in which everything is 0: black, or transparent if the type has alpha. */
    public static BufferedImage black(int width, int height, int type) {
        return new BufferedImage(width, height, type);
    }

    /** An image of one color. */
    public static BufferedImage plain(int width, int height, int type, int argb) {
        var image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb);
            }
        }
        return image;
    }

    /** An image that is black but for one pixel, which is the last one that a decoder comes to. */
    public static BufferedImage dot(int width, int height, int type, int argb) {
        var image = plain(width, height, type, 0xff000000);
        image.setRGB(width - 1, height - 1, argb);
        return image;
    }

    public static byte[] png(BufferedImage image) {
        return encoded(image, "png", false);
    }

    public static byte[] jpeg(BufferedImage image) {
        return encoded(image, "jpeg", false);
    }

    /** A PNG with several passes, or a progressive JPEG. */
    public static byte[] interlaced(BufferedImage image, String format) {
        return encoded(image, format, true);
    }

    public static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static byte[] encoded(BufferedImage image, String format, boolean isInterlaced) {
        var writer = ImageIO.getImageWritersByFormatName(format).next();
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            var param = writer.getDefaultWriteParam();
            if (isInterlaced) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
