package dev.imagegateway.model;

import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A valid request for images, with OpenAI's names already mapped to the model's.
 *
 * @param model the model
 * @param values the parameters that the caller sent, by name in the order of the model's document. Omitted ones are
 *     omitted upstream.
 * @param responseFormat URLs or base64
 * @param user the end user, for the client's own accounting: up to 256 code points, none of them unsafe
 * @param pricing the price of the model when the request was read; null if it has none, so that the request is not sent
 */
public record ImageGenerationRequest(
        Model model,
        Map<String, Object> values,
        ResponseFormat responseFormat,
        @Nullable String user,
        @Nullable Pricing pricing) {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String STEPS = "num_inference_steps";

    /** Chosen seeds are exact in every client's language. */
    private static final long MAX_CHOSEN_SEED = (1L << 31) - 1;

    /** The text to generate images from. */
    public String prompt() {
        return (String) Objects.requireNonNull(values.get(Model.PROMPT));
    }

    /** The length of the prompt in UTF-8. */
    int promptBytes() {
        return prompt().getBytes(StandardCharsets.UTF_8).length;
    }

    /** The number of images, with the default applied. */
    public int imagesAsked() {
        var count = model.openAi().count();
        return count != null && effective(count) instanceof Long images ? images.intValue() : 1;
    }

    /** The caller's seed; null if it sent none. */
    public @Nullable Long seed() {
        return (Long) values.get(Model.SEED);
    }

    /**
     * Returns the seed to send: the caller's, or a random one. The gateway chooses it because the upstream returns the
     * seeds that it chooses itself in damaged form, so their images could not be reproduced.
     *
     * @return null if the model has no seed
     */
    public @Nullable Long chooseSeed() {
        var seed = model.parameters().get(Model.SEED);
        if (seed == null || seed() != null) {
            return seed();
        }
        var allowed = seed.schema().allowed();
        var least = allowed.get("minimum") instanceof Long minimum ? Math.max(minimum, 0) : 1;
        var most =
                allowed.get("maximum") instanceof Long maximum ? Math.min(maximum, MAX_CHOSEN_SEED) : MAX_CHOSEN_SEED;
        return ThreadLocalRandom.current().nextLong(least, most + 1);
    }

    /**
     * The expected cost at the catalogue's price.
     *
     * @throws IllegalStateException if the price does not cover the request, which was checked when it was read
     */
    public Pricing.Estimate estimate() {
        var estimate = pricing == null ? null : pricing.estimate(this);
        if (estimate == null) {
            throw new IllegalStateException("no price for a valid request");
        }
        return estimate;
    }

    /** The number of reference images. */
    public int references() {
        var references = 0;
        for (var name : model.referenceNames()) {
            var value = values.get(name);
            references += value instanceof List<?> several ? several.size() : value == null ? 0 : 1;
        }
        return references;
    }

    /** The size as the ledger stores it: a preset, {@code WIDTHxHEIGHT} or a ratio; null for the default. */
    public @Nullable String size() {
        var sent = sizeParameter() == null ? null : values.get(sizeParameter().name());
        return switch (sent) {
            case null -> null;
            case Map<?, ?> _ -> String.valueOf(pixels());
            default -> sent.toString();
        };
    }

    /** Denoising steps; null for the upstream's default. */
    public @Nullable Integer steps() {
        return values.get(STEPS) instanceof Long steps ? steps.intValue() : null;
    }

    /** The size of each image, with defaults applied; null if the model's sizes are not known in pixels. */
    @Nullable
    PixelSize pixels() {
        var parameter = sizeParameter();
        return parameter == null ? null : pixels(parameter, effective(parameter.name()));
    }

    /** The megapixels of all images, each rounded up. For sizes that are not known in pixels, an estimate. */
    public int megapixels() {
        var known = pixels();
        var size = known == null
                ? SizeTier.of(effective("size"), effective("resolution"), effective("image_size"))
                : known;
        return (int) Math.min(Integer.MAX_VALUE, size.billedMegapixels() * imagesAsked());
    }

    static @Nullable PixelSize pixels(Parameter parameter, @Nullable Object value) {
        if (value instanceof String name) {
            return SizePreset.named(name).map(SizePreset::pixels).orElse(null);
        }
        return value instanceof Map<?, ?> sides
                        && side(parameter, sides, "width") instanceof Long width
                        && side(parameter, sides, "height") instanceof Long height
                ? new PixelSize(width, height)
                : null;
    }

    private static @Nullable Object side(Parameter parameter, Map<?, ?> sides, String name) {
        var sent = sides.get(name);
        return sent == null ? parameter.defaultOf(name) : sent;
    }

    @Nullable
    private Parameter sizeParameter() {
        var size = model.openAi().size();
        var named = model.parameters().get(size == null ? "size" : size.parameter());
        return named == null ? null : named;
    }

    /** The value of a parameter, with the upstream's default applied; null if there is none. */
    @Nullable
    Object effective(String parameter) {
        var sent = values.get(parameter);
        if (sent != null) {
            return sent;
        }
        var known = model.parameters().get(parameter);
        return known == null ? null : known.defaultValue();
    }

    /**
     * Whether the same seed gives the same images. It does not if the upstream rewrites the prompt, and may not with
     * reference images, because a URL can have another content later.
     */
    public boolean isRepeatable() {
        return references() == 0
                && model.parameters().values().stream()
                        .noneMatch(parameter ->
                                parameter.rewritesPrompt() && Boolean.TRUE.equals(effective(parameter.name())));
    }

    /** Whether a parameter takes named sizes or dimensions. */
    static boolean isSize(Parameter parameter) {
        return parameter.schema() instanceof Schema.NameOrMembers;
    }

    /**
     * Serialises the body for the upstream. Every attempt sends the same bytes.
     *
     * @param seed see {@link #chooseSeed}
     */
    public byte[] upstreamBody(@Nullable Long seed) {
        var body = new LinkedHashMap<String, Object>();
        body.put("model", model.id());
        for (var name : model.parameters().keySet()) {
            var value = name.equals(Model.SEED) ? seed : values.get(name);
            if (value != null) {
                body.put(name, value);
            }
        }
        return JSON.writeValueAsBytes(body);
    }
}
