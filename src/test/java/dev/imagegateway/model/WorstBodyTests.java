package dev.imagegateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Suite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The most expensive bodies within the limit: what is answered. What they cost is measured by {@code bench/bodies}. */
@ExtendWith(Suite.class)
class WorstBodyTests {

    private static final int LONGEST_ANSWER_BYTES = 128 * 1024;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            zeros-under-long-names        | 1      | ' syntax'
            zeros                         | 1      | ' syntax'
            empty-arrays                  | 1      | ' syntax'
            empty-objects                 | 1      | ' syntax'
            small-objects                 | 1      | ' syntax'
            objects-of-three              | 1      | ' syntax'
            unknown-fields                | 1      | ' syntax'
            unknown-fields-in-image-size  | 1      | ' syntax'
            names-deep-down               | 1      | ' syntax'
            equal-hashes                  | 1      | ' syntax'
            duplicates                    | 4997   | /seed uniqueKeys
            duplicates-deep-down          | 4969   | ''
            many-image-sizes              | 1999   | /image_size uniqueKeys
            names-close-to-known-ones     | 4951   | ''
            fields-within-the-limit       | 4974   | /f0 additionalProperties,/f99 additionalProperties
            numbers-of-100-digits         | 1      | ' syntax'
            fields-of-100-digits          | 1      | ' syntax'
            number-of-1-MB                | 1      | ' syntax'
            huge-exponent                 | 3      | /guidance_scale maximum,/n maximum,/seed type
            escapes                       | 2      | /model enum,/prompt maxLength
            escaped-half-pairs            | 2      | /model enum,/prompt format
            astral-code-points            | 2      | /model enum,/prompt maxLength
            blank-prompt                  | 3      | /model enum,/prompt maxLength,/prompt minLength
            long-user                     | 2      | /user maxLength,/user pattern
            deepest-arrays                | 1      | ' syntax'
            too-deep                      | 1      | ' syntax'
            invalid-at-the-end            | 1      | ' syntax'
            invalid-after-the-end         | 1      | ' syntax'
            """)
    void everyFaultIsCountedAndTheFirstHundredAreShown(String name, int faults, String some, Gateway gateway) {
        var answer = gateway.generate(new String(WorstBodies.all().get(name), StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.bytes()).hasSizeLessThan(LONGEST_ANSWER_BYTES);
        assertThat(answer.json().path("errors").size()).isEqualTo(Math.min(faults, 100));
        assertThat(answer.json().path("detail").asString())
                .isEqualTo((faults == 1 ? "1 fault" : faults + " faults") + " in the request; "
                        + (faults > 100 ? "errors has the first 100." : "see errors."));
        if (!some.isEmpty()) {
            assertThat(answer.violations()).contains(some.replace("'", "").split(","));
        }
    }

    @Test
    void duplicatesAreFoundDeepDown(Gateway gateway) {
        var answer = gateway.generate("{" + Gateway.MODEL
                + ",\"prompt\":\"a cat\",\"style\":[0,{\"a\":[[],{\"b/c\":1,\"d\":{\"e\":0,\"e\":[]},\"b\\/c\":2}]}]}");

        assertThat(answer.violations()).containsExactly("/style/1/a/1/b~1c uniqueKeys", "/style/1/a/1/d/e uniqueKeys");
    }

    @Test
    void pointerIsNeverCutWithinASurrogatePair(Gateway gateway) {
        var answer = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"" + "n".repeat(180) + "\":{\""
                + "n".repeat(17) + "\ud83d\ude00\":0,\"" + "n".repeat(17) + "\ud83d\ude00\":0}}");

        assertThat(answer.violations()).contains("/" + "n".repeat(180) + "/" + "n".repeat(17) + "… uniqueKeys");
    }

    @Test
    void othersAreAnsweredWhileSuchBodiesAreRead(Gateway gateway) throws Exception {
        var worst = List.of("zeros-under-long-names", "equal-hashes", "names-close-to-known-ones", "deepest-arrays");
        var bodies = WorstBodies.all();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var refused = new ArrayList<Future<Answer>>();
            for (int i = 0; i < 16; i++) {
                var body = new String(bodies.get(worst.get(i % worst.size())), StandardCharsets.UTF_8);
                refused.add(callers.submit(() -> gateway.generate(body)));
            }

            assertThat(gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a cat\"}")
                            .status())
                    .isEqualTo(200);
            for (var answer : refused) {
                assertThat(answer.get().status()).isEqualTo(400);
            }
        }
    }
}
