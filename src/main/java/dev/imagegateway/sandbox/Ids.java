package dev.imagegateway.sandbox;

import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Creates identifiers in the vendor's formats. */
final class Ids {

    private static final String ALPHABET = "useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict";
    private static final int NANOID_LENGTH = 21;

    private Ids() {}

    /** 21 characters of {@code A–Z a–z 0–9 _ -}, which may start with either of the last two. */
    static String nanoid(RandomGenerator random) {
        StringBuilder id = new StringBuilder(NANOID_LENGTH);
        for (int i = 0; i < NANOID_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    static String uuid(RandomGenerator random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** 8 hexadecimal digits, like the folder of an image file. */
    static String hex8(RandomGenerator random) {
        return String.format(Locale.ROOT, "%08x", random.nextInt());
    }
}
