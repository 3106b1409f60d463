package dev.imagegateway.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.image.Credits;
import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.images.ImageViews.ImageView;
import dev.imagegateway.ledger.AttemptRecord;
import dev.imagegateway.ledger.Entry;
import dev.imagegateway.problem.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON representation of an {@link Entry}. Members whose value is not known yet are null. */
record GenerationView(
        String object,
        String id,
        String state,
        @Nullable String outcome,
        String client,
        @Nullable String user,
        String model,
        @JsonProperty("images_asked") int imagesAsked,
        @JsonProperty("images_delivered") @Nullable Integer imagesDelivered,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String prompt,

        @JsonProperty("has_nsfw_concepts") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<Boolean> hasNsfwConcepts,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ImageView> images,

        @JsonProperty("image_size") @Nullable String imageSize,
        @JsonProperty("num_inference_steps") @Nullable Integer numInferenceSteps,
        @Nullable Long seed,
        @JsonProperty("request_hash") String requestHash,
        @JsonProperty("request_id") @Nullable String requestId,
        @Nullable Integer attempts,
        @JsonProperty("inference_id") @Nullable String inferenceId,
        @JsonProperty("upstream_request_id") @Nullable String upstreamRequestId,

        @JsonProperty("key_prefixes") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<String> keyPrefixes,

        @JsonProperty("credits_held") long creditsHeld,
        @JsonProperty("credits_used") @Nullable Long creditsUsed,
        @JsonProperty("usd_spent") @Nullable BigDecimal usdSpent,
        @JsonProperty("cost_source") @Nullable String costSource,
        @JsonProperty("vendor_credits") @Nullable Long vendorCredits,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("ended_at") @Nullable Instant endedAt,
        @JsonProperty("duration_ms") @Nullable Long durationMs,
        @JsonProperty("reconciled_at") @Nullable Instant reconciledAt,

        @JsonProperty("attempt_log") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<AttemptView> attemptLog,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ImageGenerationResponse result,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Failure problem) {

    /** Why there is no result. The page at {@code type} explains it. */
    record Failure(String type, String title, int status, String detail) {

        /** @param contextPath the path below which the gateway is reached; empty for none */
        static Failure of(Problem problem, String contextPath) {
            var type = problem.type();
            return new Failure(contextPath + "/problems/" + type.code(), type.title(), type.status(), problem.detail());
        }
    }

    /**
     * One attempt. What was not received is null.
     *
     * @param keyPrefix only for admins
     */
    record AttemptView(
            @Nullable String id,
            String outcome,
            @Nullable Integer status,
            @Nullable String reason,
            @JsonProperty("started_at") Instant startedAt,
            @JsonProperty("duration_ms") long durationMs,
            @JsonProperty("inference_id") @Nullable String inferenceId,
            @JsonProperty("upstream_request_id") @Nullable String upstreamRequestId,

            @JsonProperty("key_prefix") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String keyPrefix) {

        static AttemptView of(AttemptRecord attempt, boolean toAdmin) {
            return new AttemptView(
                    attempt.id(),
                    attempt.outcome(),
                    attempt.status() == 0 ? null : attempt.status(),
                    attempt.reason(),
                    attempt.startedAt(),
                    attempt.durationMs(),
                    attempt.inferenceId(),
                    attempt.upstreamRequestId(),
                    toAdmin ? attempt.keyPrefix() : null);
        }
    }

    /** @param toAdmin whether to include the prefixes of the upstream keys that were used */
    static GenerationView of(Entry entry, boolean toAdmin, GenerationExtras extras) {
        var attempts = extras.attempts();
        var used = entry.creditsUsed();
        var evidence = entry.evidence();
        var ended = entry.endedAt();
        return new GenerationView(
                "generation",
                entry.id(),
                entry.state().label(),
                entry.outcome(),
                entry.client(),
                entry.userTag(),
                entry.model(),
                entry.imagesAsked(),
                entry.imagesDelivered(),
                extras.prompt(),
                extras.blocked(),
                extras.images(),
                entry.imageSize(),
                entry.steps(),
                entry.seed(),
                entry.requestHash(),
                entry.requestId(),
                entry.attempts(),
                entry.inferenceId(),
                entry.upstreamRequestId(),
                toAdmin
                        ? entry.keyPrefixes().stream()
                                .filter(prefix -> !prefix.isEmpty())
                                .toList()
                        : null,
                entry.creditsHeld(),
                used,
                used == null ? null : new Credits(used).usd(),
                evidence == null ? null : evidence.label(),
                entry.vendorCredits(),
                entry.heldAt(),
                ended,
                ended == null
                        ? null
                        : Math.max(0, Duration.between(entry.heldAt(), ended).toMillis()),
                entry.reconciledAt(),
                attempts == null
                        ? null
                        : attempts.stream()
                                .map(attempt -> AttemptView.of(attempt, toAdmin))
                                .toList(),
                extras.result(),
                extras.problem());
    }
}
