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
import java.util.function.Predicate;
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
                .filter(image -> image.bytes() == null && image.url() != null)
                .flatMap(
                        image -> source.isGone(Objects.requireNonNull(image.url()), made, format == ResponseFormat.URL))
                .any(gone -> gone)
                .block());
    }

    /**
     * Returns the images in the requested format, in order.
     *
     * @param made when the upstream made them
     * @throws GatewayException if an image must be fetched, for base64 or because its URL is withheld, and cannot be
     *     fetched. It contains the other URLs, so that the caller can still save the images. {@code result-lost} if the failure is permanent, otherwise
     *     {@code delivery-failed}
     */
    public List<Image> render(List<GeneratedImage> images, Instant made, ResponseFormat format) {
        return switch (format) {
            case URL ->
                fetched(images, made, GeneratedImage::isWithheld).stream()
                        .map(ImageDelivery::asUrl)
                        .toList();
            case B64_JSON ->
                fetched(images, made, image -> image.bytes() == null).stream()
                        .map(image -> Image.inline(Objects.requireNonNull(image.bytes())))
                        .toList();
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

    /** Returns the images with the bytes of those that must be fetched. */
    private List<GeneratedImage> fetched(
            List<GeneratedImage> images, Instant made, Predicate<GeneratedImage> mustBeFetched) {
        var missing = images.stream().filter(mustBeFetched).toList();
        if (missing.isEmpty()) {
            return images;
        }
        var reservation = memory.reservation(missing.size());
        try {
            if (reservation.isEmpty()) {
                throw noMemory();
            }
            var reads = new BodyReads(memory, reservation.get(), missing.size());
            var fetched = Objects.requireNonNull(Flux.range(0, missing.size())
                    .flatMapSequential(at -> source.fetch(url(missing.get(at)), made, bytes -> reads.begin(at, bytes)))
                    .collectList()
                    .timeout(timeout, Mono.error(() -> tooLate(reads)))
                    .block());
            var next = fetched.iterator();
            return images.stream()
                    .map(image -> mustBeFetched.test(image) ? new GeneratedImage(image.url(), next.next()) : image)
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

    private static String url(GeneratedImage image) {
        return image.url() != null
                ? image.url()
                : Objects.requireNonNull(image.withheldUrl()).expose();
    }

    private static FetchFailedException tooLate(BodyReads reads) {
        return reads.isWaitingForMemory()
                ? noMemory()
                : new FetchFailedException("its host did not answer in time", Reason.UNAVAILABLE);
    }

    private static FetchFailedException noMemory() {
        return new FetchFailedException("the gateway's memory for images as base64 is taken", Reason.UNAVAILABLE);
    }

    private static Problem problem(FetchFailedException failure, List<GeneratedImage> images) {
        if (images.stream().anyMatch(GeneratedImage::isWithheld)) {
            // the URL is in memory only, so a later request could not fetch the image
            return Problem.of(
                            ProblemType.RESULT_LOST,
                            "The images were made and paid for, but the upstream's URL of one contains a key of the"
                                    + " gateway, so it is not given out, and the image could not be fetched: "
                                    + failure.getMessage() + ".")
                    .with("data", urls(images));
        }
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
