package dev.imagegateway.sandbox;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * The result of a request.
 *
 * @param created when the images were ready
 * @param seed as returned; a seed that the model chose itself is rounded and cannot be reused
 * @param credits charged credits; 0 if this generation is not billed
 */
record Generation(
        Trace trace,
        GenerationRequest request,
        Instant created,
        BigInteger seed,
        double inferenceSeconds,
        boolean black,
        long credits,
        List<Picture> pictures) {}
