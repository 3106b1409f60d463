package dev.imagegateway.sandbox;

import java.util.Locale;

/** The types of image files. */
enum FileType {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpeg"),
    /** One colour, because the JDK has no encoder. */
    WEBP("image/webp", "webp"),
    SVG("image/svg+xml", "svg");

    private final String contentType;
    private final String extension;

    FileType(String contentType, String extension) {
        this.contentType = contentType;
        this.extension = extension;
    }

    static FileType named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String contentType() {
        return contentType;
    }

    String extension() {
        return extension;
    }
}
