package dev.imagegateway.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Images of any size by their headers, and without the pixels. */
final class HeaderOnlyImages {

    private HeaderOnlyImages() {}

    static byte[] png(int width, int height) {
        var header = ByteBuffer.allocate(17)
                .put(ascii("IHDR"))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 6, 0, 0, 0});
        var crc = new CRC32();
        crc.update(header.array());
        return ByteBuffer.allocate(33)
                .put("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(13)
                .put(header.array())
                .putInt((int) crc.getValue())
                .array();
    }

    static byte[] jpeg(int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        var jpeg = ByteBuffer.wrap(out.toByteArray());
        for (int at = 2; ; at += 2 + jpeg.getShort(at + 2)) {
            // start of frame: marker, length, precision, height, width
            if (jpeg.getShort(at) == (short) 0xffc0) {
                return jpeg.putShort(at + 5, (short) height)
                        .putShort(at + 7, (short) width)
                        .array();
            }
        }
    }

    static byte[] webp(int width, int height) {
        var webp = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        return webp.put(ascii("RIFF"))
                .putInt(22)
                .put(ascii("WEBPVP8X"))
                .putInt(10)
                // flags, and the width in three bytes; the fourth is overwritten by the height
                .putInt(0)
                .putInt(width - 1)
                .position(27)
                .putShort((short) (height - 1))
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
