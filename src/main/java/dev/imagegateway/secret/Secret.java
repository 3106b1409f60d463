package dev.imagegateway.secret;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A secret text. Printing, logging or serialising it shows at most its first four characters; only {@link #expose()}
 * gives it away, and only the line that sends it may call that.
 */
public final class Secret {

    private static final int SHOWN = 4;

    /** Below this length, four characters would be too much of it. */
    private static final int LENGTH_WITH_PREFIX = 16;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a text; white space around it, such as a file's last line break, is dropped.
     *
     * @throws IllegalArgumentException when nothing is left, or when it has characters that no HTTP header can carry
     */
    public static Secret of(String value) {
        var stripped = value.strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a secret must be printable ASCII without spaces");
        }
        return new Secret(stripped);
    }

    /**
     * Reads a secret from a file that holds nothing else.
     *
     * @throws UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException when its content is no secret, as in {@link #of}
     */
    public static Secret readFrom(Path file) {
        try {
            return of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text itself: for the one line that sends it. */
    public String expose() {
        return value;
    }

    /** Its first four characters, for the ledger and for operators; fewer than that of a short one: none. */
    @JsonValue
    public String prefix() {
        return (value.length() < LENGTH_WITH_PREFIX ? "" : value.substring(0, SHOWN)) + "…";
    }

    /**
     * The prefix and eight hexadecimal digits of the SHA-256: tells keys apart that begin alike, as those of one
     * provider do, and says no more about a random key than its prefix does. Of a short secret, the prefix alone.
     */
    public String name() {
        if (value.length() < LENGTH_WITH_PREFIX) {
            return prefix();
        }
        return prefix() + HexFormat.of().formatHex(Sha256.of(value), 0, 4);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return prefix();
    }
}
