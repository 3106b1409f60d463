package dev.imagegateway.upstream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Decompresses responses that are compressed although the gateway asks for {@code identity}. */
public final class ContentDecoding {

    /** The value of {@code Accept-Encoding}. Without the header, any encoding is acceptable (RFC 9110). */
    public static final String ACCEPTED = "identity";

    /** Compressed twice, by the server and by a proxy, is the most that has been seen anywhere. */
    private static final int MAX_LAYERS = 2;

    private ContentDecoding() {}

    /** Whether a body is compressed. Recognises gzip by its first bytes too, because a proxy may remove the header. */
    static boolean isNeeded(byte[] body, @Nullable String encoding) {
        return isGzip(body) || "deflate".equalsIgnoreCase(encoding);
    }

    /**
     * Returns the decompressed body, or the same body if it is not compressed with gzip or deflate.
     *
     * @param encoding the response's {@code Content-Encoding}, if any
     * @param maxLength in bytes
     * @throws IOException if the body is damaged, or longer than the maximum when it is decompressed
     */
    public static byte[] decoded(byte[] body, @Nullable String encoding, int maxLength) throws IOException {
        var decoded = body;
        if ("deflate".equalsIgnoreCase(encoding)) {
            decoded = all(new InflaterInputStream(new ByteArrayInputStream(decoded)), maxLength);
        }
        for (int layers = 0; layers < MAX_LAYERS && isGzip(decoded); layers++) {
            decoded = all(new GZIPInputStream(new ByteArrayInputStream(decoded)), maxLength);
        }
        return decoded;
    }

    private static byte[] all(InputStream compressed, int maxLength) throws IOException {
        try (compressed) {
            var all = compressed.readNBytes(maxLength);
            if (compressed.read() >= 0) {
                throw new IOException("more than " + maxLength + " bytes");
            }
            return all;
        }
    }

    /** No JSON and no page begins like this. */
    private static boolean isGzip(byte[] body) {
        return body.length > 2 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b;
    }
}
