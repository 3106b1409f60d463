package dev.imagegateway.generation;

import java.time.Instant;

/**
 * A generation that has ended.
 *
 * @param id its id
 * @param seed the seed that was sent
 * @param result how it ended
 * @param at when it ended
 * @param isStored false if the ledger has not stored the result yet
 */
record CompletedGeneration(String id, long seed, GenerationResult result, Instant at, boolean isStored) {}
