package dev.imagegateway.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key, identified by its prefix. The key itself is not stored, so that nothing can print it.
 *
 * @param prefix the first 8 characters
 * @param management whether it is a management key
 */
record Key(String prefix, boolean management) {

    private static final int PREFIX_LENGTH = 8;

    /** Finds the key of a bearer token; null if the account has no such key. */
    static @Nullable Key find(SandboxProperties settings, String token) {
        if (contains(settings.apiKeys(), token)) {
            return new Key(prefixOf(token), false);
        }
        return contains(settings.managementKeys(), token) ? new Key(prefixOf(token), true) : null;
    }

    static String prefixOf(String key) {
        return key.substring(0, Math.min(PREFIX_LENGTH, key.length()));
    }

    static void distinct(List<String> apiKeys, List<String> managementKeys) {
        Set<String> prefixes = new HashSet<>();
        apiKeys.forEach(key -> add(prefixes, key));
        managementKeys.forEach(key -> add(prefixes, key));
    }

    private static void add(Set<String> prefixes, String key) {
        if (key.length() < PREFIX_LENGTH || !prefixes.add(prefixOf(key))) {
            throw new IllegalArgumentException("sandbox keys have at least 8 characters, and no two the same first 8");
        }
    }

    private static boolean contains(List<String> keys, String token) {
        return keys.stream().anyMatch(key -> MessageDigest.isEqual(bytes(key), bytes(token)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
