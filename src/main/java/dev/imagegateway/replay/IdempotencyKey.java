package dev.imagegateway.replay;

import java.util.Optional;

/**
 * Parses an {@code Idempotency-Key}: a structured-field string (RFC 8941) as in the IETF draft, or the bare text that
 * most callers send. Both forms of one text are the same key.
 */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    /** Parses a key; empty if it is invalid. */
    static Optional<String> parse(String value) {
        var text = value.strip();
        var key = text.startsWith("\"") ? quoted(text) : Optional.of(text);
        return key.filter(
                it -> !it.isEmpty() && it.length() <= MAX_LENGTH && it.chars().allMatch(c -> c >= ' ' && c <= '~'));
    }

    /** Parses a quoted key. Only parameters may follow the closing quote, and they are ignored. */
    private static Optional<String> quoted(String text) {
        var key = new StringBuilder();
        for (int i = 1; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"') {
                var rest = text.substring(i + 1).strip();
                return rest.isEmpty() || rest.startsWith(";") ? Optional.of(key.toString()) : Optional.empty();
            }
            if (c == '\\') {
                i++;
                if (i == text.length() || (text.charAt(i) != '"' && text.charAt(i) != '\\')) {
                    return Optional.empty();
                }
            }
            key.append(text.charAt(i));
        }
        return Optional.empty();
    }
}
