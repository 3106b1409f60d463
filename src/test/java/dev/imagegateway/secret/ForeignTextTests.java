package dev.imagegateway.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.TestKeys;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ForeignTextTests {

    private static final String KEY = TestKeys.UPSTREAM;
    private static final String NEXT = TestKeys.UPSTREAM_NEXT;
    private static final String SHOWN = KEY.substring(0, 4) + "…";

    private final ForeignText foreign = new ForeignText(List.of(Secret.of(KEY)));

    private String line(String text) {
        return foreign.line(text, 500);
    }

    @Test
    void anyNineCharactersInARowAreReplacedAndEightAreNot() {
        for (int from = 0; from + 9 <= KEY.length(); from++) {
            var piece = KEY.substring(from, from + 9);
            assertThat(line("a " + piece + " b")).isEqualTo("a " + SHOWN + " b");
            assertThat(line(piece.toUpperCase(Locale.ROOT))).isEqualTo(SHOWN);
            assertThat(foreign.hasKey("https://x.example/" + piece)).isTrue();
            assertThat(foreign.hasKey(piece.substring(1))).isFalse();
            assertThat(line(piece.substring(1))).isEqualTo(piece.substring(1));
        }
    }

    @Test
    void eachRepetitionIsReplacedOnce() {
        assertThat(line(KEY + KEY + " " + KEY.substring(3, 20) + "/" + KEY))
                .isEqualTo(SHOWN + " " + SHOWN + "/" + SHOWN);
    }

    @Test
    void percentEncodingHidesNothing() {
        var encoded = new StringBuilder();
        KEY.chars().forEach(character -> encoded.append('%').append(Integer.toHexString(character)));

        assertThat(line("?a=" + encoded + "&b=100%")).isEqualTo("?a=" + SHOWN + "&b=100%");
        assertThat(foreign.hasKey("https://x.example/?" + encoded)).isTrue();
        assertThat(foreign.hasKey("https://x.example/100%/%zz%4")).isFalse();
    }

    @Test
    void replacedKeysStayKnown() {
        foreign.add(Secret.of(NEXT));

        assertThat(line(NEXT + " " + KEY)).isEqualTo(NEXT.substring(0, 4) + "… " + SHOWN);
    }

    @Test
    void keyOfFewerThanNineCharactersIsReplacedWhole() {
        foreign.add(Secret.of("s3cret"));

        assertThat(line("your key s3cret is bad")).isEqualTo("your key … is bad");
        assertThat(foreign.hasKey("https://x.example/s3cret")).isFalse();
    }

    @Test
    void textIsCutAfterItIsCleaned() {
        assertThat(foreign.line("abc " + KEY, 8)).isEqualTo("abc " + KEY.substring(0, 4) + "…");
        assertThat(foreign.line("ab😀", 3)).isEqualTo("ab…");
        assertThat(foreign.line("a\u009bb\u202ec\r\nd", 10)).isEqualTo("a b c d");
    }

    @Test
    void idsStayComparable() {
        var id = "inf-" + KEY;

        assertThat(foreign.id(id)).isEqualTo("inf-" + SHOWN).isEqualTo(foreign.id(id));
        assertThat(foreign.id("x".repeat(1000))).hasSize(200);
        assertThat(foreign.id(" \u2028")).isNull();
        assertThat(foreign.id(null)).isNull();
    }

    @Test
    void wordIsAWordOrNothing() {
        assertThat(foreign.word("err_insufficent_credits")).isEqualTo("err_insufficent_credits");
        assertThat(foreign.word("a cat on a roof")).isEmpty();
        assertThat(foreign.word(KEY)).isEqualTo(SHOWN);
    }
}
