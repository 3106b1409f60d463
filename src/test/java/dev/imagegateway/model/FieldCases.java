package dev.imagegateway.model;

import static dev.imagegateway.model.RequestCase.refuses;
import static dev.imagegateway.model.RequestCase.takes;

import java.util.stream.Stream;

/** AIML's own fields: each bound at −1, 0 and +1, each wrong type. */
final class FieldCases {

    private FieldCases() {}

    static Stream<RequestCase> all() {
        return Stream.of(numImages(), seed(), guidance(), steps(), booleans(), negativePrompt())
                .flatMap(cases -> cases);
    }

    private static Stream<RequestCase> numImages() {
        return Stream.of(
                takes(""),
                refuses("\"num_images\":0", "/num_images minimum"),
                takes("\"num_images\":1"),
                takes("\"num_images\":2"),
                takes("\"num_images\":2.0", "\"num_images\":2"),
                takes("\"num_images\":2.000e0", "\"num_images\":2"),
                takes("\"num_images\":20e-1", "\"num_images\":2"),
                takes("\"num_images\":4"),
                refuses("\"num_images\":5", "/num_images maximum"),
                refuses("\"num_images\":-1", "/num_images minimum"),
                refuses("\"num_images\":1.5", "/num_images type"),
                refuses("\"num_images\":0.9999999999999999999999", "/num_images type"),
                refuses("\"num_images\":2147483648", "/num_images maximum"),
                refuses("\"num_images\":-2147483649", "/num_images minimum"),
                refuses("\"num_images\":1e400", "/num_images maximum"),
                refuses("\"num_images\":-1e999999999", "/num_images minimum"),
                refuses("\"num_images\":1e-999999999", "/num_images type"),
                refuses("\"num_images\":1e99999999999", " syntax"),
                refuses("\"num_images\":\"2\"", "/num_images type"),
                refuses("\"num_images\":true", "/num_images type"),
                refuses("\"num_images\":null", "/num_images type"),
                refuses("\"num_images\":[2]", "/num_images type"),
                refuses("\"num_images\":{\"value\":2}", "/num_images type"));
    }

    private static Stream<RequestCase> seed() {
        return Stream.of(
                refuses("\"seed\":0", "/seed minimum"),
                refuses("\"seed\":-1", "/seed minimum"),
                takes("\"seed\":1"),
                takes("\"seed\":2"),
                takes("\"seed\":9007199254740993"),
                takes("\"seed\":9223372036854775806"),
                takes("\"seed\":9223372036854775807"),
                takes("\"seed\":9223372036854775807.0", "\"seed\":9223372036854775807"),
                takes("\"seed\":7.0", "\"seed\":7"),
                refuses("\"seed\":9223372036854775808", "/seed maximum"),
                refuses("\"seed\":18446744073709551617", "/seed maximum"),
                refuses("\"seed\":-9223372036854775809", "/seed minimum"),
                refuses("\"seed\":1.5", "/seed type"),
                refuses("\"seed\":\"7\"", "/seed type"),
                refuses("\"seed\":false", "/seed type"),
                refuses("\"seed\":null", "/seed type"));
    }

    private static Stream<RequestCase> guidance() {
        return Stream.of(
                refuses("\"guidance_scale\":0", "/guidance_scale minimum"),
                refuses("\"guidance_scale\":0.9999999999", "/guidance_scale minimum"),
                takes("\"guidance_scale\":1"),
                takes("\"guidance_scale\":1.0000000001"),
                takes("\"guidance_scale\":7.5"),
                takes("\"guidance_scale\":19.99"),
                takes("\"guidance_scale\":20"),
                takes("\"guidance_scale\":2e1"),
                refuses("\"guidance_scale\":20.0000000001", "/guidance_scale maximum"),
                refuses("\"guidance_scale\":21", "/guidance_scale maximum"),
                refuses("\"guidance_scale\":1e400", "/guidance_scale maximum"),
                refuses("\"guidance_scale\":-1e400", "/guidance_scale minimum"),
                refuses("\"guidance_scale\":\"7.5\"", "/guidance_scale type"),
                refuses("\"guidance_scale\":null", "/guidance_scale type"),
                refuses("\"guidance_scale\":[]", "/guidance_scale type"),
                refuses("\"guidance_scale\":NaN", " syntax"),
                refuses("\"guidance_scale\":Infinity", " syntax"),
                refuses("\"guidance_scale\":+1", " syntax"),
                refuses("\"guidance_scale\":.5", " syntax"),
                refuses("\"guidance_scale\":01", " syntax"),
                refuses("\"guidance_scale\":0x10", " syntax"));
    }

    private static Stream<RequestCase> steps() {
        return Stream.of(
                refuses("\"num_inference_steps\":0", "/num_inference_steps minimum"),
                takes("\"num_inference_steps\":1"),
                takes("\"num_inference_steps\":2"),
                takes("\"num_inference_steps\":49"),
                takes("\"num_inference_steps\":50"),
                takes("\"num_inference_steps\":50.0", "\"num_inference_steps\":50"),
                refuses("\"num_inference_steps\":51", "/num_inference_steps maximum"),
                refuses("\"num_inference_steps\":28.5", "/num_inference_steps type"),
                refuses("\"num_inference_steps\":\"28\"", "/num_inference_steps type"),
                refuses("\"num_inference_steps\":null", "/num_inference_steps type"));
    }

    private static Stream<RequestCase> booleans() {
        return Stream.of("prompt_expansion", "enable_safety_checker")
                .flatMap(name -> Stream.of(
                        takes("\"" + name + "\":true"),
                        takes("\"" + name + "\":false"),
                        refuses("\"" + name + "\":\"true\"", "/" + name + " type"),
                        refuses("\"" + name + "\":1", "/" + name + " type"),
                        refuses("\"" + name + "\":0", "/" + name + " type"),
                        refuses("\"" + name + "\":null", "/" + name + " type"),
                        refuses("\"" + name + "\":{}", "/" + name + " type")));
    }

    private static Stream<RequestCase> negativePrompt() {
        return Stream.of(
                takes("\"negative_prompt\":\"\""),
                takes("\"negative_prompt\":\"blurry, 模糊 😀\""),
                takes("\"negative_prompt\":\"" + "x".repeat(5000) + "\""),
                refuses("\"negative_prompt\":1", "/negative_prompt type"),
                refuses("\"negative_prompt\":true", "/negative_prompt type"),
                refuses("\"negative_prompt\":[\"blurry\"]", "/negative_prompt type"),
                refuses("\"negative_prompt\":null", "/negative_prompt type"),
                refuses("\"negative_prompt\":\"\\ud800\"", "/negative_prompt format"));
    }
}
