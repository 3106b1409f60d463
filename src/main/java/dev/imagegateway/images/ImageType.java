package dev.imagegateway.images;

import dev.imagegateway.image.ImageBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Detects the type of an image from its first bytes, because the upstream's content type is often wrong. */
enum ImageType {
    PNG("image/png", 0, "\u0089PNG\r\n\u001a\n"),
    JPEG("image/jpeg", 0, "\u00ff\u00d8\u00ff"),
    WEBP("image/webp", 8, "WEBP"),
    /** A drawing that could contain scripts: never decoded, and never shown inline. */
    SVG("image/svg+xml", 0, "<svg");

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

    static Optional<ImageType> ofMediaType(String mediaType) {
        return Arrays.stream(values())
                .filter(type -> type.mediaType.equals(mediaType))
                .findFirst();
    }

    static Optional<ImageType> of(ImageBytes image) {
        try (var in = image.open()) {
            return of(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<ImageType> of(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    private static Optional<ImageType> of(InputStream in) throws IOException {
        var start = in.readNBytes(LONGEST);
        var raster = Arrays.stream(values())
                .filter(ImageType::hasPixels)
                .filter(type -> type.matches(start))
                .findFirst();
        if (raster.isPresent()) {
            return raster;
        }
        var whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
        return SvgHeader.start(whole).map(_ -> SVG);
    }

    /** Whether it consists of pixels, which can be decoded. */
    boolean hasPixels() {
        return this != SVG;
    }

    private boolean matches(byte[] bytes) {
        return bytes.length >= offset + magic.length()
                && new String(bytes, offset, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
    }
}
