package dev.imagegateway.generation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.client.Client;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ImageSize.Preset;
import dev.imagegateway.model.ModelCatalogue;
import dev.imagegateway.model.RequestRules;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Lists the models in OpenAI's format, with the limits, presets and price of each. */
@RestController
final class ModelController {

    /** 12 June 2024, when Stability AI published the model. OpenAI's format requires a time. */
    private static final long PUBLISHED = 1_718_150_400;

    /** The fields whose limits are listed. */
    private static final Set<String> LIMITED =
            Set.of("prompt", "num_images", "seed", "width", "height", "guidance_scale", "num_inference_steps");

    private final ModelList models;

    ModelController(ModelCatalogue catalogue, RequestRules rules) {
        var price = catalogue.priceOf(ImageGenerationRequest.MODEL, 1);
        var presets = new LinkedHashMap<String, Pixels>();
        Arrays.stream(Preset.values())
                .forEach(preset ->
                        presets.put(preset.wireName(), new Pixels(preset.widthInPixels(), preset.heightInPixels())));
        var limits = new LinkedHashMap<String, Map<String, Object>>();
        rules.byField().forEach((field, rule) -> {
            if (LIMITED.contains(field)) {
                limits.put(field, rule.allowed());
            }
        });
        this.models = new ModelList(
                "list",
                List.of(new Model(
                        ImageGenerationRequest.MODEL,
                        "model",
                        PUBLISHED,
                        "stability-ai",
                        limits,
                        presets,
                        new Price(price.amount(), price.usd()))));
    }

    @GetMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelList list(@AuthenticationPrincipal Client client) {
        return new ModelList(
                models.object(),
                models.data().stream()
                        .filter(model -> client.models().contains(model.id()))
                        .toList());
    }

    /**
     * @throws dev.imagegateway.problem.GatewayException {@code not-found} if the model does not exist or the client may
     *     not use it
     */
    @GetMapping(path = "/v1/models/{model}", produces = MediaType.APPLICATION_JSON_VALUE)
    Model one(@AuthenticationPrincipal Client client, @PathVariable String model) {
        return list(client).data().stream()
                .filter(candidate -> candidate.id().equals(model))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemType.NOT_FOUND, "There is no such model; GET /v1/models lists those there are.")
                        .asException());
    }

    /** OpenAI's list. */
    record ModelList(String object, List<Model> data) {}

    /** OpenAI's four members, and those of the gateway. */
    record Model(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy,
            Map<String, Map<String, Object>> limits,
            Map<String, Pixels> presets,
            Price price) {}

    /** The dimensions of a preset. */
    record Pixels(int width, int height) {}

    /** The expected price of an image. */
    record Price(
            @JsonProperty("credits_per_image") long creditsPerImage,
            @JsonProperty("usd_per_image") BigDecimal usdPerImage) {}
}
