package dev.imagegateway.billing;

import dev.imagegateway.image.Credits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credits that AIML gave back ({@code GET /v2/billing/transactions}, type {@code REFUND}).
 *
 * @param created when it did
 * @param credits how many
 * @param inferenceId {@code reference_id}: what they were paid for; null where AIML does not say
 */
public record Refund(
        Instant created, Credits credits, @Nullable String inferenceId) {}
