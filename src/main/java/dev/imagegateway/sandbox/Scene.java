package dev.imagegateway.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/**
 * A small landscape: sky, sun, hills, and a figure if the prompt names a known one. Uses only integers and
 * {@link StrictMath}, so that a recipe gives the same bytes on every machine.
 */
final class Scene {

    private static final int LAYERS = 4;

    private final int width;
    private final int height;
    private final byte[] rgb;
    private final Random random;
    private final Sprite sprite;

    Scene(Picture picture, int width, int height) {
        this.width = width;
        this.height = height;
        rgb = new byte[width * height * 3];
        random = new Random(hash(picture.recipe() + "\n" + picture.index()));
        sprite = Sprite.of(picture.prompt());
    }

    byte[] pixels() {
        int hue = random.nextInt(360);
        skyAndSun(colour(hue, 60, 75), colour(hue + 40 + random.nextInt(60), 75, 95));
        int ground = hue + 90 + random.nextInt(180);
        for (int layer = 0; layer < LAYERS; layer++) {
            boolean sand = sprite.beach() && layer == LAYERS - 1;
            hills(layer, sand ? 10 : 100, sand ? 0xE8D29A : colour(ground + 12 * layer, 50, 70 - 12 * layer));
        }
        figure(colour(ground + 160, 65, 55));
        return rgb;
    }

    /** The colour of the sky, for files that are one colour; black if the picture is. */
    static int theme(Picture picture) {
        int hue = new Random(hash(picture.recipe() + "\n" + picture.index())).nextInt(360);
        return picture.black() ? 0 : colour(hue, 60, 75);
    }

    private void skyAndSun(int top, int bottom) {
        int sunX = width / 6 + random.nextInt(width * 2 / 3);
        int sunY = height / 8 + random.nextInt(height / 3);
        int radius = Math.min(width, height) / (8 + random.nextInt(6));
        int sun = colour(30 + random.nextInt(30), 40, 100);
        for (int y = 0; y < height; y++) {
            int sky = mix(top, bottom, y * 255 / height);
            for (int x = 0; x < width; x++) {
                int dx = x - sunX;
                int dy = y - sunY;
                put(x, y, dx * dx + dy * dy < radius * radius ? sun : sky);
            }
        }
    }

    private void hills(int layer, int ruggedness, int colour) {
        double base = height * (0.5 + 0.12 * layer);
        double rise = height * (0.03 + random.nextInt(100) / 1500.0) * ruggedness / 100;
        double waves = 1 + random.nextInt(4) + layer;
        double phase = random.nextInt(628) / 100.0;
        for (int x = 0; x < width; x++) {
            double angle = phase + waves * 6.28318 * x / width;
            int edge = (int) (base + rise * (StrictMath.sin(angle) + 0.4 * StrictMath.sin(2.7 * angle)));
            for (int y = Math.max(0, edge); y < height; y++) {
                put(x, y, mix(colour, 0x101018, (y - edge) * 90 / height));
            }
        }
    }

    private void figure(int body) {
        int scale = Math.max(1, height * (40 + random.nextInt(20)) / 100 / sprite.height());
        int left = width / 10 + random.nextInt(Math.max(1, width * 9 / 10 - sprite.width() * scale));
        int top = height * 9 / 10 - sprite.height() * scale;
        for (int y = 0; y < sprite.height() * scale; y++) {
            for (int x = 0; x < sprite.width() * scale; x++) {
                int colour = sprite.colour(x / scale, y / scale, body);
                if (colour >= 0 && left + x < width && top + y >= 0) {
                    put(left + x, top + y, colour);
                }
            }
        }
    }

    private void put(int x, int y, int colour) {
        int at = (y * width + x) * 3;
        rgb[at] = (byte) (colour >> 16);
        rgb[at + 1] = (byte) (colour >> 8);
        rgb[at + 2] = (byte) colour;
    }

    /** The share of the second colour is 0–255. */
    private static int mix(int first, int second, int share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int a = (first >> shift) & 0xFF;
            int b = (second >> shift) & 0xFF;
            mixed |= (a + (b - a) * share / 255) << shift;
        }
        return mixed;
    }

    /** Hue in degrees, saturation and brightness in percent. */
    private static int colour(int hue, int saturation, int brightness) {
        int value = brightness * 255 / 100;
        int low = value * (100 - saturation) / 100;
        int sector = Math.floorMod(hue, 360);
        int ramp = low + (value - low) * (60 - Math.abs(sector % 120 - 60)) / 60;
        return switch (sector / 60) {
            case 0 -> (value << 16) | (ramp << 8) | low;
            case 1 -> (ramp << 16) | (value << 8) | low;
            case 2 -> (low << 16) | (value << 8) | ramp;
            case 3 -> (low << 16) | (ramp << 8) | value;
            case 4 -> (ramp << 16) | (low << 8) | value;
            default -> (value << 16) | (low << 8) | ramp;
        };
    }

    static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
