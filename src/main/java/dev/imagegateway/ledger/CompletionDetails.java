package dev.imagegateway.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a generation when it has ended.
 *
 * @param outcome {@code succeeded}, or the code of the problem that the caller was told
 * @param attempts POSTs that went upstream, 0 or more; null if nobody knows
 * @param keyPrefix the first characters of the key that the last of them was sent with
 * @param inferenceId the upstream's {@code x-inference-id}, by which its bill can be found
 * @param upstreamRequestId the upstream's {@code x-request-id}
 * @param imagesDelivered how many images the upstream gave; null if nobody knows
 * @param answer where each of its images can be fetched; null unless all of them can
 * @param awaited whether somebody waits to be told
 */
public record CompletionDetails(
        String outcome,
        @Nullable Integer attempts,
        @Nullable String keyPrefix,
        @Nullable String inferenceId,
        @Nullable String upstreamRequestId,
        @Nullable Integer imagesDelivered,
        @Nullable List<String> answer,
        boolean awaited) {

    /** Of a generation that was never sent. */
    public static CompletionDetails unsent(String outcome) {
        return new CompletionDetails(outcome, 0, null, null, null, 0, null, false);
    }

    /** Of a generation of which only the outcome is known. */
    public static CompletionDetails unknown(String outcome) {
        return new CompletionDetails(outcome, null, null, null, null, null, null, false);
    }

    @Nullable
    String answerText() {
        return answer == null ? null : String.join("\n", answer);
    }
}
