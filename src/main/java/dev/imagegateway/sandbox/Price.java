package dev.imagegateway.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model costs.
 *
 * @param credits per unit; for tokens, per output token
 * @param perPromptToken 0 unless the unit is a token
 */
record Price(Unit unit, BigDecimal credits, BigDecimal perPromptToken) {

    private static final int TOKENS = 1_000_000;

    /** What is counted. */
    enum Unit {
        IMAGE,
        /** Of each image, at least one. Parts of a megapixel count as one (guess). */
        MEGAPIXEL,
        /** Reference images count like generated ones. */
        INPUT_AND_OUTPUT_IMAGE,
        /** Reference images, and megapixels of each generated one (guess). */
        INPUT_IMAGE_AND_OUTPUT_MEGAPIXEL,
        TOKEN
    }

    static Price perImage(long credits) {
        return new Price(Unit.IMAGE, BigDecimal.valueOf(credits), BigDecimal.ZERO);
    }

    static Price read(String unit, String credits) {
        String[] parts = credits.split("/", -1);
        return new Price(
                Unit.valueOf(unit.toUpperCase(Locale.ROOT).replace('-', '_')),
                new BigDecimal(parts[0]),
                parts.length == 1 ? BigDecimal.ZERO : new BigDecimal(parts[1]));
    }

    /** The vendor documents this format for tokens only. */
    ObjectNode toJson() {
        ObjectNode pricing = Json.object()
                .put("kind", unit == Unit.TOKEN ? "token" : "fixed")
                .put("currency", "USD");
        ArrayNode units = pricing.putArray("units");
        switch (unit) {
            case IMAGE -> unit(units, "image", "output", credits, 1);
            case MEGAPIXEL -> unit(units, "megapixel", "output", credits, 1);
            case INPUT_AND_OUTPUT_IMAGE -> {
                unit(units, "image", "input", credits, 1);
                unit(units, "image", "output", credits, 1);
            }
            case INPUT_IMAGE_AND_OUTPUT_MEGAPIXEL -> {
                unit(units, "image", "input", credits, 1);
                unit(units, "megapixel", "output", credits, 1);
            }
            case TOKEN -> {
                unit(units, "token", "input", perPromptToken, TOKENS);
                unit(units, "token", "output", credits, TOKENS);
            }
        }
        return pricing;
    }

    private static void unit(ArrayNode units, String name, String measure, BigDecimal credits, int per) {
        units.addObject()
                .put("name", name)
                .put("measure", measure)
                .put("price", Json.usd(credits.multiply(BigDecimal.valueOf(per)).longValueExact()))
                .put("per", per);
    }

    /** Credits for the delivered images of a request, rounded up. */
    long of(GenerationRequest request, int images) {
        if (images == 0) {
            return 0;
        }
        long units = switch (unit) {
            case IMAGE -> images;
            case MEGAPIXEL -> megapixels(request, images);
            case INPUT_AND_OUTPUT_IMAGE -> images + (long) request.references();
            case INPUT_IMAGE_AND_OUTPUT_MEGAPIXEL -> megapixels(request, images) + request.references();
            case TOKEN -> images * Tokens.output(request);
        };
        BigDecimal cost = credits.multiply(BigDecimal.valueOf(units));
        if (unit == Unit.TOKEN) {
            cost = cost.add(perPromptToken.multiply(BigDecimal.valueOf(Tokens.input(request))));
        }
        return cost.setScale(0, RoundingMode.CEILING).longValueExact();
    }

    private static long megapixels(GenerationRequest request, int images) {
        return images * Math.max(1, (long) Math.ceil(request.pixels().megapixels()));
    }
}
