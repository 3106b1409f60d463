package dev.imagegateway.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes lossless WebP files of one colour, which take 30 bytes whatever their size. */
final class Webp {

    private static final int SIGNATURE = 0x2F;
    private static final int PAYLOAD = 12;

    private final byte[] bits = new byte[PAYLOAD];
    private int written;

    private Webp() {}

    /** Encodes red, green and blue as in {@code 0xRRGGBB}. Sides are 16,384 at most. */
    static byte[] encode(int width, int height, int colour) {
        byte[] image = new Webp().image(width, height, colour);
        return ByteBuffer.allocate(20 + image.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + image.length)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(image.length)
                .put(image)
                .array();
    }

    private byte[] image(int width, int height, int colour) {
        write(SIGNATURE, 8);
        write(width - 1, 14);
        write(height - 1, 14);
        write(0, 4); // no alpha, version 0
        write(0, 3); // no transform, no colour cache, one group of codes
        code(colour >> 8);
        code(colour >> 16);
        code(colour);
        code(0xFF);
        write(0b0001, 4); // the code of distances has only 0
        return bits;
    }

    /** A code with one symbol, which takes no bit per pixel. */
    private void code(int symbol) {
        write(0b101, 3);
        write(symbol & 0xFF, 8);
    }

    private void write(int value, int count) {
        for (int i = 0; i < count; i++, written++) {
            bits[written / 8] |= (byte) (((value >> i) & 1) << (written % 8));
        }
    }
}
