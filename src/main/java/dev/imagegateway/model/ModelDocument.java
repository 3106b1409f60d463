package dev.imagegateway.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/** A model document as written in YAML; see {@code docs/models.md}. */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
record ModelDocument(
        @Nullable String id,
        @Nullable List<String> aliases,
        @Nullable String name,
        @Nullable String vendor,
        @Nullable String family,
        @Nullable LocalDate published,
        @Nullable String revision,
        @Nullable Lifecycle lifecycle,
        @Nullable DocumentedPrice price,
        @Nullable String parametersOf,
        @Nullable List<String> references,
        @JsonProperty("openai") @Nullable DocumentedOpenAi openAi,
        @Nullable Map<String, ObjectNode> parameters) {

    /** See {@link Pricing}. */
    @JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
    record DocumentedPrice(
            @Nullable PriceUnit unit,
            @Nullable Long credits,
            @Nullable Long creditsPerPromptByte,
            @Nullable List<Pricing.Bound> bounds,
            @Nullable String source,
            @Nullable LocalDate asOf) {

        Pricing pricing() {
            if (unit == null) {
                throw new InvalidDocumentException("price needs a unit: image, megapixel, input-and-output-image,"
                        + " input-image-and-output-megapixel or token");
            }
            return new Pricing(unit, credits, creditsPerPromptByte, bounds, source, asOf);
        }
    }

    /** See {@link Model.OpenAi}. */
    record DocumentedOpenAi(
            @Nullable String count, @Nullable DocumentedSize size) {}

    /** See {@link Model.OpenAi.Size}. */
    record DocumentedSize(
            @Nullable String parameter, @Nullable Map<String, String> values) {}
}
