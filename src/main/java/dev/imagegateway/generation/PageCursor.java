package dev.imagegateway.generation;

import dev.imagegateway.ledger.Entry;
import dev.imagegateway.ledger.EntryPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The position of the next page of a list, as an opaque string. */
final class PageCursor {

    static final int MAX_LENGTH = 200;

    private static final Pattern PLAIN = Pattern.compile("(\\d{1,14}) ([A-Za-z0-9-]{1,100})");

    private PageCursor() {}

    /** Returns the cursor of the page that follows this entry. */
    static String after(Entry last) {
        var plain = last.heldAt().toEpochMilli() + " " + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Decodes a cursor; empty if it is malformed. */
    static Optional<EntryPosition> parse(String cursor) {
        try {
            var plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            var matcher = PLAIN.matcher(plain);
            return matcher.matches()
                    ? Optional.of(
                            new EntryPosition(Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), matcher.group(2)))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
