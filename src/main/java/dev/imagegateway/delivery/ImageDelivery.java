package dev.imagegateway.delivery;

import dev.imagegateway.delivery.FetchFailedException.Reason;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageGenerationResponse.Image;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Returns images in the format that the caller requested. */
public final class ImageDelivery {

    private static final Logger log = LoggerFactory.getLogger(ImageDelivery.class);

    private final ImageSource source;
    private final Base64Memory memory;
    private final Duration timeout;

    /** @param timeout time limit for rendering one response */
    ImageDelivery(ImageSource source, Base64Memory memory, Duration timeout) {
        this.source = source;
        this.memory = memory;
        this.timeout = timeout;
    }

    /**
     * Whether one of these images is known to be no longer served. For URLs, a young image is assumed to be served
     * unless something else is known. For base64, images are always checked, because they have to be fetched.
     *
     * @param made when the upstream made them
     */
    public boolean isGone(List<GeneratedImage> images, Instant made, ResponseFormat format) {
        return Boolean.TRUE.equals(Flux.fromIterable(images)
                .filter(image -> image.bytes() == null)
                .flatMap(
                        image -> source.isGone(Objects.requireNonNull(image.url()), made, format == ResponseFormat.URL))
                .any(gone -> gone)
                .block());
    }

    /**
     * Returns the images in the requested format, in order.
     *
     * @param made when the upstream made them
     * @throws GatewayException if base64 was requested and an image cannot be fetched. It contains the URLs, so that
     *     the caller can still save the images. {@code result-lost} if the failure is permanent, otherwise
     *     {@code delivery-failed}
     */
    public List<Image> render(List<GeneratedImage> images, Instant made, ResponseFormat format) {
        return switch (format) {
            case URL -> images.stream().map(ImageDelivery::asUrl).toList();
            case B64_JSON -> asBase64(images, made);
        };
    }

    /** Returns the images that have a URL of the upstream. */
    public static List<Image> urls(List<GeneratedImage> images) {
        return images.stream()
                .map(GeneratedImage::url)
                .filter(url -> url != null)
                .map(Image::at)
                .toList();
    }

    /** Turns bytes without a URL into a data URL, until the gateway stores images itself. */
    private static Image asUrl(GeneratedImage image) {
        if (image.url() != null) {
            return Image.at(image.url());
        }
        var bytes = Objects.requireNonNull(image.bytes());
        return Image.dataUrl(ImageType.of(bytes).map(ImageType::mediaType).orElse("application/octet-stream"), bytes);
    }

    private List<Image> asBase64(List<GeneratedImage> images, Instant made) {
        var missing = images.stream().filter(image -> image.bytes() == null).toList();
        var reads = new BodyReads(memory, memory.reservation(), missing.size());
        try {
            var fetched = Objects.requireNonNull(Flux.range(0, missing.size())
                    .flatMapSequential(at -> source.fetch(
                            Objects.requireNonNull(missing.get(at).url()), made, bytes -> reads.begin(at, bytes)))
                    .collectList()
                    .timeout(timeout, Mono.error(() -> tooLate(reads)))
                    .block());
            var next = fetched.iterator();
            return images.stream()
                    .map(image -> Image.inline(image.bytes() == null ? next.next() : image.bytes()))
                    .toList();
        } catch (FetchFailedException e) {
            throw problem(e, images).asException();
        } catch (RuntimeException e) {
            // not internal-error: the images are paid for, and some clients retry every 500
            log.error("Images could not be rendered as base64", e);
            throw problem(new FetchFailedException("the gateway failed", Reason.UNAVAILABLE), images)
                    .asException();
        }
    }

    private static FetchFailedException tooLate(BodyReads reads) {
        return new FetchFailedException(
                reads.isWaitingForMemory()
                        ? "the gateway's memory for images as base64 is taken"
                        : "its host did not answer in time",
                Reason.UNAVAILABLE);
    }

    private static Problem problem(FetchFailedException failure, List<GeneratedImage> images) {
        return switch (failure.reason()) {
            case GONE -> lost(images);
            case UNUSABLE ->
                Problem.of(
                                ProblemType.RESULT_LOST,
                                "The images were made and paid for, but one could not be fetched to be sent as base64: "
                                        + failure.getMessage() + ". Fetch them from the URLs in data while these live.")
                        .with("data", urls(images));
            case MISSING, UNAVAILABLE ->
                Problem.of(
                                ProblemType.DELIVERY_FAILED,
                                "The images were made and paid for, but one could not be fetched now to be sent as"
                                        + " base64: " + failure.getMessage() + ". GET the path in Location with"
                                        + " ?response_format=b64_json to try again, or fetch the URLs in data.")
                        .with("data", urls(images));
        };
    }

    /** {@code result-lost}, for images that are no longer served. */
    public static Problem lost(List<GeneratedImage> images) {
        return Problem.of(
                        ProblemType.RESULT_LOST,
                        "The images were made and paid for, but the upstream does not serve them any more.")
                .with("data", urls(images));
    }
}
