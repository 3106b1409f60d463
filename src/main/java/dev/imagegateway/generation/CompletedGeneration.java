package dev.imagegateway.generation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A generation that has ended.
 *
 * @param id its id
 * @param seed the seed that was sent; null if the model has none
 * @param result how it ended
 * @param at when it ended
 * @param isStored false if the ledger has not stored the result yet
 */
record CompletedGeneration(String id, @Nullable Long seed, GenerationResult result, Instant at, boolean isStored) {}
