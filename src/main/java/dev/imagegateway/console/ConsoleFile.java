package dev.imagegateway.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.MediaType;

/** A file of the console, in memory, as it is and compressed. */
final class ConsoleFile {

    private static final Map<String, MediaType> TYPES = Map.of(
            "html", MediaType.parseMediaType("text/html;charset=UTF-8"),
            "css", MediaType.parseMediaType("text/css;charset=UTF-8"),
            "js", MediaType.parseMediaType("text/javascript;charset=UTF-8"),
            "svg", MediaType.parseMediaType("image/svg+xml"));

    private final MediaType type;
    private final byte[] bytes;
    private final byte[] gzip;

    private ConsoleFile(MediaType type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
        this.gzip = compress(bytes);
    }

    /** @throws IllegalArgumentException if the name has no known extension */
    static ConsoleFile of(String name, byte[] bytes) {
        var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        var type = TYPES.get(extension);
        if (type == null) {
            throw new IllegalArgumentException("no media type is known for " + name);
        }
        return new ConsoleFile(type, bytes);
    }

    /** Compresses as well as possible, because each file is compressed once. */
    private static byte[] compress(byte[] bytes) {
        var compressed = new ByteArrayOutputStream(bytes.length / 2);
        try (var gzip = new GZIPOutputStream(compressed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    MediaType type() {
        return type;
    }

    /** The content. Not a copy, so it must not be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** The content, compressed. Not a copy, so it must not be changed. */
    byte[] gzip() {
        return gzip;
    }
}
