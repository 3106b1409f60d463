package dev.imagegateway.generation;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Example bodies of the API document. A test sends each example request. */
final class ApiExamples {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ApiExamples() {}

    static Map<String, Object> requests() {
        var examples = new LinkedHashMap<String, Object>();
        examples.put("vendors-example", json("""
                {"prompt": "A T-Rex relaxing on a beach, lying on a sun lounger and wearing sunglasses.",
                 "model": "stable-diffusion-v3-medium",
                 "image_size": "landscape_16_9"}"""));
        examples.put("as-openai-sends-it", json("""
                {"model": "stable-diffusion-v3-medium", "prompt": "A lighthouse at dusk", "n": 2,
                 "size": "1024x1024", "response_format": "b64_json", "quality": "standard"}"""));
        examples.put("everything", json("""
                {"model": "stable-diffusion-v3-medium", "prompt": "A lighthouse at dusk, oil on canvas",
                 "negative_prompt": "people, text", "num_images": 4, "image_size": {"width": 1536, "height": 640},
                 "seed": 1234567, "guidance_scale": 7.5, "num_inference_steps": 28, "prompt_expansion": true,
                 "enable_safety_checker": true, "response_format": "url"}"""));
        return examples;
    }

    static Map<String, Object> answers() {
        var examples = new LinkedHashMap<String, Object>();
        examples.put("urls", json("""
                {"created": 1795364446,
                 "data": [{"url": "https://cdn.aimlapi.com/flamingo/files/b/0a9c41d7/Qw3r_T9yUiOpAsDfGhJkL.png"}],
                 "seed": 1234567, "meta": {"usage": {"credits_used": 91000, "usd_spent": 0.0455}}}"""));
        examples.put("base64", json("""
                {"created": 1795364446, "data": [{"b64_json": "iVBORw0KGgo="}],
                 "seed": 1234567, "meta": {"usage": {"credits_used": 91000, "usd_spent": 0.0455}}}"""));
        return examples;
    }

    private static Object json(String text) {
        return JSON.readValue(text, LinkedHashMap.class);
    }
}
