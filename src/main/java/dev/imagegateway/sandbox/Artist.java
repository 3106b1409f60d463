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
        BigInteger used = request.seed() == null
                ? BigInteger.valueOf(random.nextLong() & Long.MAX_VALUE)
                : new BigDecimal(request.seed()).toBigInteger();
        boolean black = request.safetyChecker() && isUnsafe(request.prompt(), settings.unsafeWord());
        List<Picture> pictures = IntStream.range(0, injection.delivered(request.count()))
                .mapToObj(index -> {
                    String id = Ids.nanoid(random);
                    return new Picture(
                            id,
                            folder(trace, random) + id + ".png",
                            request.prompt(),
                            request.recipe(used),
                            index,
                            request.width(),
                            request.height(),
                            black,
                            now,
                            new AtomicInteger(),
                            injection);
                })
                .toList();
        return new Generation(
                trace,
                request,
                Json.roundedInteger(used.doubleValue()),
                inferenceSeconds,
                black,
                injection.creditsPerImage(settings) * pictures.size(),
                pictures);
    }

    private static boolean isUnsafe(String prompt, String word) {
        return !word.isEmpty() && prompt.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    /** The first part of the path is the supplier's file host of that time. */
    private static String folder(Trace trace, Random random) {
        String animal = ANIMALS[random.nextInt(ANIMALS.length)];
        return switch (trace.profile()) {
            case LEGACY -> "/squirrel/files/" + animal + "/";
            case HYBRID -> "/eagle/files/" + animal + "/";
            case EARLY2026, CURRENT, CURRENT_NULL -> "/flamingo/files/b/" + Ids.hex8(random) + "/";
        };
    }
}
