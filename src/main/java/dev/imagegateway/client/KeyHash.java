package dev.imagegateway.client;

import dev.imagegateway.secret.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a client key, compared in constant time. The key itself is never stored. */
final class KeyHash {

    private static final Pattern HEX = Pattern.compile("(?:sha256:)?([0-9a-fA-F]{64})");

    private static final Pattern WITH_FILE_NAME = Pattern.compile("[0-9a-fA-F]{64}\\s.*");

    /** The length of another hash, or close to that of SHA-256. Shorter values may be keys. */
    private static final Pattern WRONG_LENGTH = Pattern.compile("[0-9a-fA-F]{40,128}");

    private static final Pattern BEARER_TOKEN = Pattern.compile("[a-zA-Z0-9-._~+/]+=*");

    /** The hashes of empty input, as {@code printf %s "$UNSET" | sha256sum} and {@code echo} produce them. */
    private static final Set<String> OF_NOTHING =
            Set.of(of("").hex(), of("\n").hex(), of("\r\n").hex());

    private final byte[] digest;

    private KeyHash(byte[] digest) {
        this.digest = digest;
    }

    /** Hashes a key from a request. */
    static KeyHash of(String key) {
        return new KeyHash(Sha256.of(key));
    }

    /** Parses a configured hash: 64 hexadecimal digits, optionally prefixed with {@code sha256:}. */
    static Optional<KeyHash> parse(String text) {
        var matcher = HEX.matcher(text.strip());
        return matcher.matches() && !OF_NOTHING.contains(matcher.group(1).toLowerCase(Locale.ROOT))
                ? Optional.of(new KeyHash(HexFormat.of().parseHex(matcher.group(1))))
                : Optional.empty();
    }

    /** Explains why a text is not a hash, without quoting it, because it may be the key. */
    static String whyNot(String text) {
        var stripped = text.strip().replaceFirst("^sha256:", "");
        if (OF_NOTHING.contains(stripped.toLowerCase(Locale.ROOT))) {
            return "is the SHA-256 of an empty text: the variable that held the key was not set";
        }
        if (WITH_FILE_NAME.matcher(stripped).matches()) {
            return "has more than a SHA-256: take only the 64 digits of what sha256sum prints, without the file's name";
        }
        if (WRONG_LENGTH.matcher(stripped).matches()) {
            return "has " + stripped.length() + " hexadecimal digits; a SHA-256 has 64";
        }
        return "is no SHA-256 in hex: 64 digits, as hash-key or printf %s KEY | sha256sum prints them; a plain key does"
                + " not belong here";
    }

    /**
     * Whether a request can carry a key in {@code Authorization: Bearer}. RFC 6750 (section 2.1) allows letters, digits
     * and {@code -._~+/}, and {@code =} at the end. Other ASCII characters are separators, and the encoding of other
     * letters differs between libraries and proxies.
     */
    static boolean isSendable(String key) {
        return BEARER_TOKEN.matcher(key).matches();
    }

    /** The hash in the format of the configuration. */
    String hex() {
        return HexFormat.of().formatHex(digest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyHash hash && MessageDigest.isEqual(digest, hash.digest);
    }

    /** Derived from the digest, so that the bucket of a guess reveals nothing about a key. */
    @Override
    public int hashCode() {
        return ByteBuffer.wrap(digest).getInt();
    }

    @Override
    public String toString() {
        return "sha256:…";
    }
}
