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
 * A secret text. Printing, logging or serialising it shows at most its first four characters. Only {@link #expose()}
 * returns the text; only code that sends the secret may call it.
 */
public final class Secret {

    private static final int SHOWN = 4;

    /** In shorter secrets, four characters would reveal too much. */
    private static final int LENGTH_WITH_PREFIX = 16;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Creates a secret. Surrounding white space, such as a final line break of a file, is removed.
     *
     * @throws IllegalArgumentException if it is empty or contains characters that an HTTP header cannot carry
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
     * Reads a secret from a file that contains nothing else.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if the content is invalid, as in {@link #of}
     */
    public static Secret readFrom(Path file) {
        try {
            return of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the secret text. Only for code that sends it. */
    public String expose() {
        return value;
    }

    /**
     * The first four characters, for the ledger and for operators. Empty for a short secret. Followed by an ellipsis.
     */
    @JsonValue
    public String prefix() {
        return (value.length() < LENGTH_WITH_PREFIX ? "" : value.substring(0, SHOWN)) + "…";
    }

    /**
     * The prefix followed by eight hexadecimal digits of the SHA-256. Distinguishes keys with equal prefixes, which
     * keys of one provider often have. For a random key, the digits reveal no more than the prefix does. Only the
     * prefix for a short secret.
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
