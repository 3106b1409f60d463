package dev.imagegateway.delivery;

import dev.imagegateway.image.ImageBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Detects the type of an image from its first bytes, because the upstream's content type is often wrong. */
enum ImageType {
    PNG("image/png", 0, "\u0089PNG\r\n\u001a\n"),
    JPEG("image/jpeg", 0, "\u00ff\u00d8\u00ff"),
    WEBP("image/webp", 8, "WEBP");

    /** Number of bytes that identify every type. */
    private static final int LONGEST = 12;

    private final String mediaType;
    private final int offset;
    private final String magic;

    ImageType(String mediaType, int offset, String magic) {
        this.mediaType = mediaType;
        this.offset = offset;
        this.magic = magic;
    }

    String mediaType() {
        return mediaType;
    }

    static Optional<ImageType> of(ImageBytes image) {
        try (var in = image.open()) {
            var start = in.readNBytes(LONGEST);
            return Arrays.stream(values()).filter(type -> type.matches(start)).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean matches(byte[] bytes) {
        return bytes.length >= offset + magic.length()
                && new String(bytes, offset, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
    }
}
