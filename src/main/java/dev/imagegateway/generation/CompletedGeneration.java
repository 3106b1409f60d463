package dev.imagegateway.generation;

import java.time.Instant;

/**
 * A generation that has ended.
 *
 * @param id its id
 * @param seed the seed that was sent
 * @param result how it ended
 * @param at when
 * @param settled false if that is still to be written in the books
 */
record CompletedGeneration(String id, long seed, GenerationResult result, Instant at, boolean settled) {}
