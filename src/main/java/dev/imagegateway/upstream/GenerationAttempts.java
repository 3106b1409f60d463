package dev.imagegateway.upstream;

import org.jspecify.annotations.Nullable;

/**
 * What came of a generation's attempts.
 *
 * @param outcome of the last one. Those before it were certainly not billed, or there would have been no further one:
 *     a last outcome of {@code NotSent} or {@code Refused} speaks for the whole generation.
 * @param posts how many POSTs were made, 0 or more: those with the ids {@code <generation>.1} to
 *     {@code <generation>.<posts>}, and no others, can be in AIML's books
 * @param keyPrefix {@code Secret.name()} of the key of the last POST; null
 *     without a POST
 */
public record GenerationAttempts(
        AttemptOutcome outcome, int posts, @Nullable String keyPrefix) {}
