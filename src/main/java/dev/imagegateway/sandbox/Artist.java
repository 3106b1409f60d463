package dev.imagegateway.sandbox;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The model: decides the images of a request. They are drawn at their first download. */
final class Artist {

    private static final String[] ANIMALS = {"monkey", "panda", "zebra", "lion", "koala", "elephant"};

    private static final int SHOWN_OF_PROMPT = 4000;

    private Artist() {}

    /**
     * Generates images.
     *
     * @param now when the images are ready
     * @param injection may change the price and the number of images
     */
    static Generation generate(
            Trace trace,
            GenerationRequest request,
            double inferenceSeconds,
            Instant now,
            Injection injection,
            SandboxProperties settings,
            Random random) {
        // a given seed is rounded as JavaScript would; a chosen one is used exactly and returned rounded
        Double asked = request.seed();
        BigInteger used = asked == null ? chosenSeed(request, random) : new BigDecimal(asked).toBigInteger();
        boolean black = request.safetyChecker() && isUnsafe(request.prompt(), settings.unsafeWord());
        List<Picture> pictures = IntStream.range(0, injection.delivered(request.count()))
                .mapToObj(index -> {
                    String id = fileName(trace, request.model().shape(), random);
                    return new Picture(
                            id,
                            folder(trace, request.model().shape(), random) + id + "."
                                    + request.fileType().extension(),
                            request.fileType(),
                            shown(request.prompt()),
                            request.recipe(used),
                            index,
                            request.pixels(),
                            black,
                            now,
                            new AtomicInteger(),
                            injection);
                })
                .toList();
        return new Generation(
                trace,
                request,
                now,
                Json.roundedInteger(used.doubleValue()),
                inferenceSeconds,
                black,
                injection.credits(request, pictures.size(), settings),
                pictures);
    }

    /** The album keeps it, and some models have no limit. */
    private static String shown(String prompt) {
        return prompt.substring(0, Math.min(prompt.length(), SHOWN_OF_PROMPT));
    }

    private static boolean isUnsafe(String prompt, String word) {
        return !word.isEmpty() && prompt.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    /** Stability's models choose 63 bits, the others 31. */
    private static BigInteger chosenSeed(GenerationRequest request, Random random) {
        long bits = random.nextLong() & Long.MAX_VALUE;
        return BigInteger.valueOf(
                request.model().variant().source().equals("stability") ? bits : bits & Integer.MAX_VALUE);
    }

    /** The first part of the path is the supplier's file host of that time. */
    private static String folder(Trace trace, Shape shape, Random random) {
        return switch (shape) {
            case FAL, GEMINI -> falFolder(trace, random);
            case OPENAI, IMAGEN -> "/generations/openai-image-generation/";
            case ALIBABA, QWEN -> "/generations/alligator/";
            case SEEDREAM -> "/generations/bison/";
            case REVE -> "/generations/phoenix/";
            case GROK -> "/xolmis/xai-imgen/";
        };
    }

    private static String fileName(Trace trace, Shape shape, Random random) {
        return switch (shape) {
            case FAL, GEMINI -> Ids.nanoid(random);
            case GROK -> "xai-tmp-imgen-" + Ids.uuid(random);
            case OPENAI, IMAGEN, ALIBABA, QWEN, SEEDREAM, REVE -> trace.time().toEpochMilli() + "-" + Ids.uuid(random);
        };
    }

    private static String falFolder(Trace trace, Random random) {
        String animal = ANIMALS[random.nextInt(ANIMALS.length)];
        return switch (trace.profile()) {
            case LEGACY -> "/squirrel/files/" + animal + "/";
            case HYBRID -> "/eagle/files/" + animal + "/";
            case EARLY2026, CURRENT, CURRENT_NULL -> "/flamingo/files/b/" + Ids.hex8(random) + "/";
        };
    }
}
