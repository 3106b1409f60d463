package dev.imagegateway.text;

import java.util.BitSet;
import java.util.regex.Pattern;

/**
 * Characters that do something instead of being shown: they end a line, control a terminal, hide text or change its
 * direction. They are Unicode's control characters (Cc), format characters (Cf) and line and paragraph separators (Zl,
 * Zp). Two kinds of format characters are safe, because text needs them: the joiners U+200C and U+200D (Persian, Indic
 * scripts, emoji) and the visible number signs of Arabic and Syriac. Characters above U+FFFF are safe.
 */
public final class UnsafeCharacters {

    /** The content of a character class, for Java and for JSON Schema, whose dialect has no common way to write Cf. */
    public static final String CLASS = "\\x00-\\x1F\\x7F-\\x9F\\xAD\\u061C\\u180E\\u200B\\u200E\\u200F\\u2028-\\u202E"
            + "\\u2060-\\u2064\\u2066-\\u206F\\uFEFF\\uFFF9-\\uFFFB";

    private static final Pattern RUN = Pattern.compile("[" + CLASS + "]+");

    /** The characters of {@link #CLASS}. A regular expression needs 40 ns for each character of a text. */
    private static final BitSet ALL = all();

    private UnsafeCharacters() {}

    private static BitSet all() {
        var characters = new StringBuilder();
        for (int character = 0; character <= Character.MAX_VALUE; character++) {
            characters.append((char) character);
        }
        var all = new BitSet();
        RUN.matcher(characters).results().forEach(run -> all.set(run.start(), run.end()));
        return all;
    }

    /** Whether a text contains an unsafe character. */
    public static boolean areIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (ALL.get(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the text with a space in place of each run of unsafe characters. */
    public static String replacedIn(String text) {
        return areIn(text) ? RUN.matcher(text).replaceAll(" ") : text;
    }
}
