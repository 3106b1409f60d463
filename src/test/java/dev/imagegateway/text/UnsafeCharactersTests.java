package dev.imagegateway.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UnsafeCharactersTests {

    /** The joiners, and the number signs of Arabic and Syriac, which are visible. */
    private static final Pattern SAFE_FORMAT =
            Pattern.compile("[\\u200C\\u200D\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2]");

    private static final Set<Integer> UNSAFE_TYPES =
            Set.of((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.LINE_SEPARATOR, (int)
                    Character.PARAGRAPH_SEPARATOR);

    @Test
    void areThoseOfUnicodeThatAreNotShown() {
        for (char character = 0; character < Character.MAX_VALUE; character++) {
            var text = Character.toString(character);
            var isExpected = UNSAFE_TYPES.contains(Character.getType(character))
                    && !SAFE_FORMAT.matcher(text).matches();
            assertThat(UnsafeCharacters.areIn(text))
                    .as("U+%04X", (int) character)
                    .isEqualTo(isExpected);
        }
    }

    @Test
    void eachRunBecomesASpace() {
        assertThat(UnsafeCharacters.replacedIn("a\u009b\u2028\r\nb\u202ec")).isEqualTo("a b c");
        assertThat(UnsafeCharacters.replacedIn("né à 😀")).isEqualTo("né à 😀");
    }
}
