package dev.imagegateway.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imagegateway.model.BodyCases;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes are sent as a body. */
class BodyFuzzTests {

    private static final int LONGEST_SEED = 500;

    @RegisterExtension
    static final FuzzedGateway GATEWAY = new FuzzedGateway();

    static Stream<Arguments> seeds() {
        return BodyCases.all()
                .map(example -> FuzzedGateway.bytes(example.body()))
                .filter(body -> body.length <= LONGEST_SEED)
                .map(body -> Arguments.of((Object) body));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"model\":\"stable-diffusion-v3-medium\",",
        "\"prompt\":\"",
        "\"num_images\":",
        "\"n\":",
        "\"seed\":",
        "\"image_size\":",
        "\"size\":\"",
        "\"response_format\":\"b64_json\"",
        "\"user\":\"",
        "null",
        "\\ud83d",
        "1e9"
    })
    @FuzzTest(maxDuration = "")
    void body(byte[] body) {
        GATEWAY.sendBody(body);
    }
}
