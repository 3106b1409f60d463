package dev.imagegateway.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Reads the characters of a {@code data:} URL, which are encoded while they are read. */
final class DataUrlReader extends Reader {

    /** Divisible by three, so that only the end is padded. */
    private static final int BYTES_AT_ONCE = 3 * 1024;

    private final InputStream bytes;
    private String buffered;
    private int at;

    DataUrlReader(String mediaType, ImageBytes image) {
        this.bytes = image.open();
        this.buffered = "data:" + mediaType + ";base64,";
    }

    @Override
    public int read(char[] into, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (at == buffered.length()) {
            var next = new byte[BYTES_AT_ONCE];
            var count = bytes.readNBytes(next, 0, next.length);
            if (count == 0) {
                return -1;
            }
            buffered = new String(
                    Base64.getEncoder().encode(count == next.length ? next : Arrays.copyOf(next, count)),
                    StandardCharsets.ISO_8859_1);
            at = 0;
        }
        var count = Math.min(most, buffered.length() - at);
        buffered.getChars(at, at + count, into, from);
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
