package dev.imagegateway.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Looks into image files. */
final class ImageFiles {

    private ImageFiles() {}

    static String typeOf(byte[] file) {
        String start = new String(file, 0, 16, StandardCharsets.ISO_8859_1);
        return start.startsWith("\u0089PNG")
                ? "image/png"
                : start.startsWith("\u00ff\u00d8\u00ff")
                        ? "image/jpeg"
                        : start.startsWith("RIFF") && start.endsWith("WEBPVP8L")
                                ? "image/webp"
                                : start.startsWith("<svg") ? "image/svg+xml" : start;
    }

    /** The size that a file states, without decoding it. */
    static String sizeOf(byte[] file) throws IOException {
        return switch (typeOf(file)) {
            case "image/webp" -> sizeOfWebp(file);
            case "image/svg+xml" ->
                new String(file, StandardCharsets.UTF_8)
                        .replaceFirst("(?s)^.*? width=\"(\\d+)\" height=\"(\\d+)\".*$", "$1x$2");
            default -> sizeOfPixels(file);
        };
    }

    private static String sizeOfPixels(byte[] file) throws IOException {
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            ImageReader reader = ImageIO.getImageReaders(input).next();
            reader.setInput(input);
            return reader.getWidth(0) + "x" + reader.getHeight(0);
        }
    }

    private static String sizeOfWebp(byte[] file) {
        int bits = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(21);
        return ((bits & 0x3FFF) + 1) + "x" + (((bits >> 14) & 0x3FFF) + 1);
    }
}
