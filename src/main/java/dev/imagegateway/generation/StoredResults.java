package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Credits;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ProviderMetadata;
import dev.imagegateway.ledger.Entry;
import dev.imagegateway.ledger.Evidence;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Restores the result of a generation that has ended from its row in the ledger. */
final class StoredResults {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Signed URLs have a few hundred characters. Data URLs contain the image and are not stored. */
    private static final Pattern KEPT = Pattern.compile("https?://[!-~]{1,4000}");

    /** Stands for the URL of an image that the upstream sent as bytes. */
    private static final String NO_URL = "-";

    private StoredResults() {}

    /** @throws IllegalArgumentException if the generation has not ended */
    static CompletedGeneration of(Entry entry) {
        var result = switch (entry.state()) {
            case HELD -> throw new IllegalArgumentException(entry.id() + " has not ended");
            case SETTLED -> settled(entry);
            case UNKNOWN -> new Failed(isNoImage(entry) ? Failed.NO_IMAGE : unknown(), new BillingStatus.Unknown());
            case RELEASED -> new Failed(released(entry), new BillingStatus.Refused());
        };
        return new CompletedGeneration(
                entry.id(), entry.seed(), result, Objects.requireNonNullElse(entry.endedAt(), entry.heldAt()), true);
    }

    /**
     * Returns the part of a result that the ledger stores: the URLs of the images, never their bytes.
     *
     * @param isKept whether the gateway keeps the images
     * @return the URLs, or {@link #NO_URL}; null unless every image has a URL that can be stored or is kept
     */
    static @Nullable List<String> urls(Succeeded succeeded, boolean isKept) {
        var urls = new ArrayList<String>();
        for (var image : succeeded.images()) {
            var url = image.url();
            if (url != null && KEPT.matcher(url).matches()) {
                urls.add(url);
            } else if (isKept) {
                urls.add(NO_URL);
            } else {
                return null;
            }
        }
        return List.copyOf(urls);
    }

    private static GenerationResult settled(Entry entry) {
        var cost = new Cost(
                new Credits(Objects.requireNonNull(entry.creditsUsed())),
                source(Objects.requireNonNull(entry.evidence())));
        if (isNoImage(entry)) {
            return new Failed(Failed.NO_IMAGE, new BillingStatus.Spent(cost));
        }
        if (entry.answer().isEmpty()) {
            return new Failed(
                    Problem.of(
                            ProblemType.RESULT_LOST,
                            "The images were made and paid for, but the answer that led to them did not arrive, or was"
                                    + " not one that could be kept. Sending the request anew pays again."),
                    new BillingStatus.Spent(cost));
        }
        // an earlier version stored all images that the upstream had sent
        var count = Math.min(entry.answer().size(), entry.imagesAsked());
        return new Succeeded(
                IntStream.range(0, count).mapToObj(i -> image(entry, i)).toList(), ProviderMetadata.NONE, cost);
    }

    private static GeneratedImage image(Entry entry, int position) {
        var url = entry.answer().get(position);
        return new GeneratedImage(url.equals(NO_URL) ? null : url, null, null, ImageRecord.id(entry.id(), position));
    }

    /**
     * Evidence from other sources than the response maps to CATALOGUE. The source of a stored result is not shown
     * anywhere.
     */
    private static Cost.Source source(Evidence evidence) {
        return switch (evidence) {
            case BODY -> Cost.Source.BODY;
            case HEADER -> Cost.Source.HEADER;
            default -> Cost.Source.CATALOGUE;
        };
    }

    private static boolean isNoImage(Entry entry) {
        return ProblemType.NO_IMAGE.code().equals(entry.outcome());
    }

    private static Problem unknown() {
        return Problem.of(
                ProblemType.OUTCOME_UNKNOWN,
                "The upstream was asked, and what became of it is not known yet; it may have made and billed the images.");
    }

    private static Problem released(Entry entry) {
        var type = ProblemType.ofCode(Objects.requireNonNullElse(entry.outcome(), ""))
                // an unknown outcome that proved not to be billed is reported as a plain failure
                .filter(known -> known != ProblemType.OUTCOME_UNKNOWN)
                .orElse(ProblemType.UPSTREAM_FAILED);
        var problem = Problem.of(type, "The generation failed and nothing was billed: " + type.title() + ".");
        return type.mayBeRepeated() ? problem.retryAfter(RETRY_AFTER) : problem;
    }
}
