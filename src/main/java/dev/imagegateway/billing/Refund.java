package dev.imagegateway.billing;

import dev.imagegateway.image.Credits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refund by AIML ({@code GET /v2/billing/transactions}, type {@code REFUND}).
 *
 * @param created when it was made
 * @param credits the refunded credits
 * @param inferenceId {@code reference_id}, the id of the refunded request; null if AIML does not state it
 */
public record Refund(
        Instant created, Credits credits, @Nullable String inferenceId) {}
