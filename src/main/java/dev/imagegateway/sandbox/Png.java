package dev.imagegateway.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes 8-bit RGB PNG files. Starts faster than AWT and needs no native library. */
final class Png {

    private static final byte[] MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int TRUE_COLOUR = 2;
    private static final int FILTER_SUB = 1;
    private static final int FILTER_UP = 2;

    private Png() {}

    /** Writes the red, green and blue bytes of a row into an array from an index on. */
    interface Rows {
        void write(int y, byte[] to, int at);
    }

    /**
     * Encodes rows.
     *
     * @param same how many rows are equal, counted from the first
     */
    static byte[] encode(Rows rows, int width, int height, int same) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(width * height / 8);
        file.writeBytes(MAGIC);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put((byte) TRUE_COLOUR);
        chunk(file, "IHDR", header.array());
        chunk(file, "IDAT", deflate(rows, width * 3, height, same));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static byte[] deflate(Rows rows, int stride, int height, int same) {
        byte[] row = new byte[stride];
        byte[] filtered = new byte[stride + 1];
        byte[] buffer = new byte[1 << 16];
        ByteArrayOutputStream out = new ByteArrayOutputStream(stride * height / 8);
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            for (int y = 0; y < height; y++) {
                if (y % same == 0) {
                    rows.write(y, row, 0);
                    subtract(row, filtered);
                } else if (y % same == 1) {
                    Arrays.fill(filtered, (byte) 0);
                    filtered[0] = FILTER_UP;
                }
                deflater.setInput(filtered);
                while (!deflater.needsInput()) {
                    out.write(buffer, 0, deflater.deflate(buffer));
                }
            }
            deflater.finish();
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        return out.toByteArray();
    }

    /** Stores each byte as the difference to its left neighbour, so that uniform colours become zeros. */
    private static void subtract(byte[] row, byte[] to) {
        to[0] = FILTER_SUB;
        for (int i = 0; i < row.length; i++) {
            to[i + 1] = (byte) (i < 3 ? row[i] : row[i] - row[i - 3]);
        }
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        file.writeBytes(name);
        file.writeBytes(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
