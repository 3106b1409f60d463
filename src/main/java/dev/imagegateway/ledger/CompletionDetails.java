package dev.imagegateway.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The details of a generation that has ended.
 *
 * @param outcome {@code succeeded}, or the code of the problem that the caller got
 * @param attempts number of POSTs sent upstream, 0 or more; null if unknown
 * @param keyPrefix first characters of the upstream key that the last attempt used
 * @param inferenceId the upstream's {@code x-inference-id}, which identifies its bill
 * @param upstreamRequestId the upstream's {@code x-request-id}
 * @param imagesDelivered number of images that the upstream returned; null if unknown
 * @param answer the URL of each image; null unless all images have one
 * @param awaited whether a caller is waiting for the result
 * @param images the images that the gateway keeps; empty if it keeps none
 * @param log the attempts, in order; empty if there was none or they are not known
 */
public record CompletionDetails(
        String outcome,
        @Nullable Integer attempts,
        @Nullable String keyPrefix,
        @Nullable String inferenceId,
        @Nullable String upstreamRequestId,
        @Nullable Integer imagesDelivered,
        @Nullable List<String> answer,
        boolean awaited,
        List<NewImage> images,
        List<AttemptRecord> log) {

    /** Details of a generation that was never sent. */
    public static CompletionDetails unsent(String outcome) {
        return new CompletionDetails(outcome, 0, null, null, null, 0, null, false, List.of(), List.of());
    }

    /** Details of a generation of which only the outcome is known. */
    public static CompletionDetails unknown(String outcome) {
        return new CompletionDetails(outcome, null, null, null, null, null, null, false, List.of(), List.of());
    }

    @Nullable
    String answerText() {
        return answer == null ? null : String.join("\n", answer);
    }

    @Nullable
    String attemptText() {
        return AttemptRecord.text(log);
    }
}
