package dev.imagegateway.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A body, parsed and validated; and what its request is known by. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadingBenchmark {

    private final RequestReader reader = BuiltInModels.reader();

    private final byte[] body = bytes("{\"model\":\"stable-diffusion-v3-medium\",\"prompt\":\"a red cube on a white table\","
            + "\"num_images\":1,\"image_size\":\"square_hd\"}");

    private final byte[] everything = bytes("{\"model\":\"stable-diffusion-v3-medium\",\"prompt\":\"A lighthouse at dusk\","
            + "\"negative_prompt\":\"people, text\",\"num_images\":4,\"image_size\":{\"width\":1536,\"height\":640},"
            + "\"seed\":1234567,\"guidance_scale\":7.5,\"num_inference_steps\":28,\"prompt_expansion\":true,"
            + "\"enable_safety_checker\":true,\"response_format\":\"url\"}");

    private final ParsedRequest parsed = reader.read(body, null, List.of());

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Object usual() {
        return reader.read(body, null, List.of());
    }

    @Benchmark
    public Object everyField() {
        return reader.read(everything, null, List.of());
    }

    @Benchmark
    public Object fingerprint() {
        return Fingerprint.of(parsed.request());
    }
}
