package dev.imagegateway.replay;

import java.util.Optional;

/**
 * Reads an {@code Idempotency-Key}: a string of structured fields (RFC 8941) as the IETF's draft has it, or the bare text
 * that most callers send. Both forms of one text are one key.
 */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;

    private IdempotencyKey() {}

    /** The key; empty if it is none. */
    static Optional<String> parse(String value) {
        var text = value.strip();
        var key = text.startsWith("\"") ? quoted(text) : Optional.of(text);
        return key.filter(
                it -> !it.isEmpty() && it.length() <= LONGEST && it.chars().allMatch(c -> c >= ' ' && c <= '~'));
    }

    /** What follows the closing quote can only be parameters, of which none mean anything here. */
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
