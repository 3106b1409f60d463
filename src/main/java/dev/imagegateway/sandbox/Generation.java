package dev.imagegateway.sandbox;

import java.math.BigInteger;
import java.util.List;

/**
 * What the model made of one request.
 *
 * @param seed as answered: a seed that the model chose itself is rounded and can't be used again
 * @param credits charged; 0 when this generation is not billed
 */
record Generation(
        Trace trace,
        GenerationRequest request,
        BigInteger seed,
        double inferenceSeconds,
        boolean black,
        long credits,
        List<Picture> pictures) {}
