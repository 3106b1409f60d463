package dev.imagegateway.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a generation's attempts.
 *
 * @param outcome the outcome of the last attempt. Earlier attempts were certainly not billed, because only then is
 *     there another attempt. So a last outcome of {@code NotSent} or {@code Refused} holds for the whole generation.
 * @param posts the number of POSTs, 0 or more. Only the ids {@code <generation>.1} to {@code <generation>.<posts>} can
 *     appear in AIML's records.
 * @param wasRefused whether one of them was refused, so that the generation was sent although its last attempt was not
 * @param keyPrefix {@code Secret.name()} of the key of the last POST; null without a POST
 * @param log all attempts, in order, also those that were not sent
 */
public record GenerationAttempts(
        AttemptOutcome outcome,
        int posts,
        boolean wasRefused,
        @Nullable String keyPrefix,
        List<Attempt> log) {}
