package dev.imagegateway.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import dev.imagegateway.support.Gateway;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is sent as a size, in either field, as a text or as any other JSON. */
class SizeFuzzTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @RegisterExtension
    static final FuzzedGateway GATEWAY = new FuzzedGateway();

    static Stream<Arguments> seeds() {
        return Stream.of(
                Arguments.of(true, true, "1024x1024"),
                Arguments.of(true, true, "0000x00000"),
                Arguments.of(true, true, "auto"),
                Arguments.of(true, true, "１０２４x１０２４"),
                Arguments.of(true, false, "null"),
                Arguments.of(false, true, "landscape_16_9"),
                Arguments.of(false, false, "{\"width\":64,\"height\":1536}"),
                Arguments.of(false, false, "{\"width\":512.0,\"height\":5.12e2}"),
                Arguments.of(false, false, "{\"width\":1e999999999}"),
                Arguments.of(false, false, "[1024,768]"),
                Arguments.of(false, false, "\"square\",\"size\":\"512x512\""));
    }

    /**
     * One size, in one of the two fields.
     *
     * @param openAi in {@code size} instead of {@code image_size}
     * @param quoted as a JSON text; else as the JSON that it is, or is not
     */
    @MethodSource("seeds")
    @DictionaryEntries({
        "{\"width\":64",
        ",\"height\":",
        "1536",
        "square_hd",
        "portrait_4_3",
        "landscape_16_9",
        "auto",
        "e2"
    })
    @FuzzTest(maxDuration = "")
    void size(boolean openAi, boolean quoted, @NotNull @WithUtf8Length(max = 60) String size) {
        var value = quoted ? JSON.writeValueAsString(size) : size;
        var body = "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"" + (openAi ? "size" : "image_size") + "\":" + value
                + "}";
        GATEWAY.sendBody(FuzzedGateway.bytes(body));
    }
}
