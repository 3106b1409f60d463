package dev.imagegateway.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.client.Client;
import dev.imagegateway.image.Credits;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.Lifecycle;
import dev.imagegateway.model.Model;
import dev.imagegateway.model.PriceUnit;
import dev.imagegateway.model.Pricing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The JSON representation of models. */
@Component
final class ModelViews {

    private final Catalogue catalogue;

    ModelViews(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** OpenAI's list. */
    record ModelList(String object, List<View> data) {}

    /**
     * OpenAI's four members, and those of the gateway.
     *
     * @param allowed whether the caller may use it and it has a price
     * @param parameters a JSON Schema of the request's fields that are sent upstream
     * @param limits the bounds of each number and text, and of width and height; the rest is in {@code parameters}
     * @param presets the dimensions of named sizes
     * @param price left out if none is known; requests are then refused
     */
    record View(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy,
            String name,
            List<String> aliases,
            String family,
            boolean allowed,
            @JsonProperty("max_images") int maxImages,
            Map<String, Object> parameters,
            Map<String, Map<String, Object>> limits,
            Map<String, Pixels> presets,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            PriceView price,

            Lifecycle lifecycle) {}

    /** The dimensions of a preset. */
    record Pixels(long width, long height) {}

    /**
     * The price of a model.
     *
     * @param credits AIML credits for each unit; left out for tokens
     * @param creditsPerImage the same, if the unit is an image
     * @param bounds upper bounds of the cost of an image, for tokens
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PriceView(
            String unit,
            @Nullable Long credits,
            @Nullable BigDecimal usd,
            @JsonProperty("credits_per_image") @Nullable Long creditsPerImage,
            @JsonProperty("usd_per_image") @Nullable BigDecimal usdPerImage,

            @JsonProperty("credits_per_prompt_byte") @Nullable
            Long creditsPerPromptByte,

            @Nullable List<Pricing.Bound> bounds,
            @Nullable String source,
            @JsonProperty("as_of") @Nullable LocalDate asOf) {

        private static PriceView of(Pricing pricing) {
            var credits = pricing.credits();
            var usd = credits == null ? null : new Credits(credits).usd();
            var isPerImage = pricing.unit() == PriceUnit.IMAGE;
            return new PriceView(
                    pricing.unit().label(),
                    credits,
                    usd,
                    isPerImage ? credits : null,
                    isPerImage ? usd : null,
                    pricing.creditsPerPromptByte(),
                    pricing.bounds(),
                    pricing.source(),
                    pricing.asOf());
        }
    }

    View of(Model model, Client client) {
        var price = catalogue.pricing(model).orElse(null);
        var limits = new LinkedHashMap<String, Map<String, Object>>();
        model.rules().forEach((name, rule) -> {
            if (!rule.allowed().containsKey("enum") && !rule.allowed().containsKey("pattern")) {
                limits.put(name, rule.allowed());
            }
        });
        var presets = new LinkedHashMap<String, Pixels>();
        model.presets().forEach((name, size) -> presets.put(name, new Pixels(size.width(), size.height())));
        return new View(
                model.id(),
                "model",
                model.published() == null ? 0 : model.published().toEpochSecond(LocalTime.MIN, ZoneOffset.UTC),
                model.vendor(),
                model.name(),
                model.aliases(),
                model.family(),
                price != null && client.models().allows(model),
                model.maxImages(),
                catalogue.schema(model),
                limits,
                presets,
                price == null ? null : PriceView.of(price),
                catalogue.lifecycle(model));
    }
}
