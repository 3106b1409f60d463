package dev.imagegateway.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imagegateway.support.Gateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** JSON with the fields that are known, and some that are nearly so, each with anything as its value. */
class FieldsFuzzTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int MOST_FIELDS = 12;

    private static final List<String> NAMES = List.of(
            "model",
            "prompt",
            "num_images",
            "n",
            "seed",
            "image_size",
            "size",
            "width",
            "height",
            "negative_prompt",
            "prompt_expansion",
            "guidance_scale",
            "num_inference_steps",
            "enable_safety_checker",
            "response_format",
            "user",
            "quality",
            "style",
            "stream",
            "partial_images");

    private static final List<String> TEXTS =
            List.of("stable-diffusion-v3-medium", "a cat", "square_hd", "512x512", "auto", "url", "b64_json", "", " ");

    private static final List<String> NUMBERS = List.of(
            "0", "-0", "1", "4", "5", "20.0", "64", "1536", "9223372036854775807", "1e999999999", "1e-999999999");

    @RegisterExtension
    static final FuzzedGateway GATEWAY = new FuzzedGateway();

    @FuzzTest(maxDuration = "")
    void fields(FuzzedDataProvider data) {
        var fields = new ArrayList<String>();
        if (data.consumeBoolean()) {
            fields.add(Gateway.MODEL + ",\"prompt\":\"a cat\"");
        }
        while (data.remainingBytes() > 0 && fields.size() < MOST_FIELDS) {
            fields.add(field(data, 0));
        }
        GATEWAY.sendBody(FuzzedGateway.bytes("{" + String.join(",", fields) + "}"));
    }

    private static String field(FuzzedDataProvider data, int depth) {
        var name = data.consumeInt(0, 9) == 0 ? data.consumeString(12) : data.pickValue(NAMES);
        return JSON.writeValueAsString(name) + ":" + value(data, depth);
    }

    private static String value(FuzzedDataProvider data, int depth) {
        return switch (data.consumeInt(0, depth < 3 ? 9 : 7)) {
            case 0 -> JSON.writeValueAsString(data.pickValue(TEXTS));
            case 1 -> JSON.writeValueAsString(data.consumeString(30));
            case 2 -> data.pickValue(NUMBERS);
            case 3 -> Integer.toString(data.consumeInt(-2, 2000));
            case 4 -> Long.toString(data.consumeLong());
            case 5 -> data.consumeInt(-30, 30) + "." + data.consumeInt(0, 1000) + "e" + data.consumeInt(-500, 500);
            case 6 -> data.pickValue(List.of("true", "false", "null"));
            // a token that may be none, and an escape that may be half of one
            case 7 -> data.consumeBoolean() ? data.consumeAsciiString(8) : "\"\\u" + data.consumeAsciiString(4) + "\"";
            case 8 -> "[" + value(data, depth + 1) + "]";
            default -> "{" + field(data, depth + 1) + "," + field(data, depth + 1) + "}";
        };
    }
}
