package dev.imagegateway.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a client key, comparable in constant time. The key itself is never kept. */
final class KeyHash {

    private static final Pattern HEX = Pattern.compile("(?:sha256:)?([0-9a-fA-F]{64})");

    private final byte[] digest;

    private KeyHash(byte[] digest) {
        this.digest = digest;
    }

    /** The hash of a key as it came in a request. */
    static KeyHash of(String key) {
        try {
            return new KeyHash(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A hash as configured: 64 hexadecimal digits, with or without {@code sha256:} before them. */
    static Optional<KeyHash> parse(String text) {
        var matcher = HEX.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new KeyHash(HexFormat.of().parseHex(matcher.group(1))))
                : Optional.empty();
    }

    /** As it is configured. */
    String hex() {
        return HexFormat.of().formatHex(digest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyHash hash && MessageDigest.isEqual(digest, hash.digest);
    }

    /** Of the digest, so that which bucket a guess falls into says nothing about a key. */
    @Override
    public int hashCode() {
        return ByteBuffer.wrap(digest).getInt();
    }

    @Override
    public String toString() {
        return "sha256:…";
    }
}
