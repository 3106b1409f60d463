package dev.imagegateway.upstream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ImageSize;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** AIML's request body. Fields that the caller omitted are omitted, except that the seed is always sent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AimlRequestBody(
        String model,
        String prompt,
        @JsonProperty("num_images") @Nullable Integer numImages,
        long seed,
        @JsonProperty("image_size") @Nullable ImageSize imageSize,
        @JsonProperty("negative_prompt") @Nullable String negativePrompt,
        @JsonProperty("prompt_expansion") @Nullable Boolean promptExpansion,
        @JsonProperty("guidance_scale") @Nullable BigDecimal guidanceScale,
        @JsonProperty("num_inference_steps") @Nullable Integer numInferenceSteps,
        @JsonProperty("enable_safety_checker") @Nullable Boolean enableSafetyChecker) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Serialises the body. Every attempt sends the same bytes. */
    static byte[] of(ImageGenerationRequest request, long seed) {
        return JSON.writeValueAsBytes(new AimlRequestBody(
                request.model(),
                request.prompt(),
                request.numImages(),
                seed,
                request.imageSize(),
                request.negativePrompt(),
                request.promptExpansion(),
                request.guidanceScale(),
                request.numInferenceSteps(),
                request.enableSafetyChecker()));
    }
}
