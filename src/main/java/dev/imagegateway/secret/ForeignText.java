package dev.imagegateway.secret;

import dev.imagegateway.text.UnsafeCharacters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cleans the text of servers that receive a key. Such a server may repeat the key, whole or in part, in clear or
 * percent-encoded, in either case of letters. Everything that is logged, stored or returned of such a server passes
 * this class.
 */
public final class ForeignText {

    /** Characters. The vendor itself names a key by its first 8 characters. */
    private static final int PIECE = 9;

    private static final int BITS_OF_ASCII = 7;
    private static final long PIECE_MASK = (1L << (PIECE * BITS_OF_ASCII)) - 1;

    /** Replaced keys stay known, because the upstream may still accept them. */
    private static final int MAX_KEYS = 100;

    /** A longer id is cut. The vendor's ids have 21 to 36 characters. */
    private static final int MAX_ID_LENGTH = 200;

    /** Ids of the vendor are words and identifiers. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

    private volatile List<Pieces> known = List.of();

    /** A key's pieces, sorted. Each is 9 characters of 7 bits, in lower case. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pieces(Secret key, long[] sorted) {

        static Pieces of(Secret key) {
            var text = key.expose().toLowerCase(Locale.ROOT);
            var pieces = new long[Math.max(0, text.length() - PIECE + 1)];
            var piece = 0L;
            for (int at = 0; at < text.length(); at++) {
                piece = next(piece, text.charAt(at));
                if (at >= PIECE - 1) {
                    pieces[at - PIECE + 1] = piece;
                }
            }
            Arrays.sort(pieces);
            return new Pieces(key, pieces);
        }

        boolean has(long piece) {
            return Arrays.binarySearch(sorted, piece) >= 0;
        }

        /** A short key has no pieces. */
        boolean isShort() {
            return sorted.length == 0;
        }
    }

    /** A part of a text, from a position to another, that repeats a key. */
    private record Found(Secret key, int from, int to) {}

    /** @param keys the keys that the server receives */
    public ForeignText(List<Secret> keys) {
        keys.forEach(this::add);
    }

    /** Adds a key that the server is going to receive. */
    public synchronized void add(Secret key) {
        if (known.stream().noneMatch(pieces -> pieces.key().equals(key))) {
            var all = new ArrayList<>(known);
            all.add(Pieces.of(key));
            known = List.copyOf(all.subList(Math.max(0, all.size() - MAX_KEYS), all.size()));
        }
    }

    /** Whether a text contains nine characters of a key in a row. */
    public boolean hasKey(String text) {
        return !found(text, false).isEmpty()
                || (text.indexOf('%') >= 0 && !found(text, true).isEmpty());
    }

    /**
     * Returns a text on one line, without unsafe characters and keys.
     *
     * @param maxLength in characters; a longer text is cut
     */
    public String line(String text, int maxLength) {
        // a message may have a megabyte, of which only the beginning is used
        var begin = text.length() <= 4 * maxLength ? text : text.substring(0, 4 * maxLength);
        var clean = withoutKeys(UnsafeCharacters.replacedIn(begin));
        return clean.length() <= maxLength ? clean : beginning(clean, maxLength) + "…";
    }

    /** Returns an id of the server, cleaned; null if there is none. Equal ids stay equal. */
    public @Nullable String id(@Nullable String id) {
        if (id == null || id.isBlank()) {
            return null;
        }
        var clean = withoutKeys(UnsafeCharacters.replacedIn(beginning(id, 4 * MAX_ID_LENGTH)))
                .strip();
        return clean.isEmpty() ? null : beginning(clean, MAX_ID_LENGTH);
    }

    /** Returns a name such as that of a kind of error; empty if the text is not a single word. */
    public String word(String text) {
        return WORD.matcher(text).matches() ? withoutKeys(text) : "";
    }

    private String withoutKeys(String text) {
        var clean = text;
        for (var pieces : known) {
            if (pieces.isShort()) {
                clean = clean.replace(pieces.key().expose(), pieces.key().prefix());
            }
        }
        clean = replaced(clean, found(clean, false));
        return clean.indexOf('%') < 0 ? clean : replaced(clean, found(clean, true));
    }

    private static String replaced(String text, List<Found> parts) {
        if (parts.isEmpty()) {
            return text;
        }
        var clean = new StringBuilder();
        var at = 0;
        for (var part : parts) {
            clean.append(text, at, part.from()).append(part.key().prefix());
            at = part.to();
        }
        return clean.append(text, at, text.length()).toString();
    }

    /** @param isEncoded whether to read %XX as one character */
    private List<Found> found(String text, boolean isEncoded) {
        var parts = new ArrayList<Found>(0);
        var starts = new int[PIECE];
        var piece = 0L;
        var length = 0;
        for (int at = 0, end; at < text.length(); at = end) {
            var decoded = isEncoded ? decoded(text, at) : -1;
            end = decoded < 0 ? at + 1 : at + 3;
            var character = decoded < 0 ? text.charAt(at) : (char) decoded;
            starts[length % PIECE] = at;
            length = character > ' ' && character < 0x7f ? length + 1 : 0;
            piece = next(piece, character);
            if (length >= PIECE) {
                add(piece, starts[length % PIECE], end, parts);
            }
        }
        return parts;
    }

    private void add(long piece, int from, int to, List<Found> parts) {
        for (var pieces : known) {
            if (pieces.has(piece)) {
                var last = parts.isEmpty() ? null : parts.getLast();
                if (last != null && from <= last.to()) {
                    parts.set(parts.size() - 1, new Found(last.key(), last.from(), to));
                } else {
                    parts.add(new Found(pieces.key(), from, to));
                }
                return;
            }
        }
    }

    private static long next(long piece, char character) {
        var lower = character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
        return ((piece << BITS_OF_ASCII) | (lower & 0x7f)) & PIECE_MASK;
    }

    /** Returns the character that is written as %XX at a position; -1 if there is none. */
    private static int decoded(String text, int at) {
        if (text.charAt(at) != '%' || at + 2 >= text.length()) {
            return -1;
        }
        var high = Character.digit(text.charAt(at + 1), 16);
        var low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** Does not cut within a surrogate pair. */
    private static String beginning(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
    }
}
