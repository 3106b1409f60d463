package dev.imagegateway.images;

import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageBytes;
import dev.imagegateway.image.ImageGenerationResponse.Image;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.images.FetchFailedException.Reason;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Returns images in the format that the caller requested. */
public final class ImageDelivery {

    private static final Logger log = LoggerFactory.getLogger(ImageDelivery.class);

    private final ImageSource source;
    private final Base64Memory memory;
    private final PixelLimit pixels;
    private final Duration timeout;
    private final ImageKeeper keeper;
    private final ImageLinks links;

    /** @param timeout time limit for rendering one response */
    ImageDelivery(
            ImageSource source,
            Base64Memory memory,
            PixelLimit pixels,
            Duration timeout,
            ImageKeeper keeper,
            ImageLinks links) {
        this.source = source;
        this.memory = memory;
        this.pixels = pixels;
        this.timeout = timeout;
        this.keeper = keeper;
        this.links = links;
    }

    /**
     * Whether one of these images is known to be no longer served, neither by the gateway nor by the upstream. For URLs
     * of the upstream, a young image is assumed to be served unless something else is known. For base64, these are
     * always checked, because they have to be fetched.
     *
     * @param made when the upstream made them
     */
    public boolean isGone(List<GeneratedImage> images, Instant made, ResponseFormat format) {
        var served = served(images);
        return served.size() < images.size() || isGoneUpstream(served, made, format == ResponseFormat.URL);
    }

    private boolean isGoneUpstream(List<GeneratedImage> served, Instant made, boolean trusted) {
        return Boolean.TRUE.equals(Flux.fromIterable(served)
                .filter(image -> image.id() == null && image.bytes() == null && image.url() != null)
                .flatMap(image -> source.isGone(Objects.requireNonNull(image.url()), made, trusted))
                .any(gone -> gone)
                .block());
    }

    /**
     * Returns the images in the requested format, in order.
     *
     * @param made when the upstream made them
     * @param base the gateway's address for URLs of images that it keeps
     * @throws GatewayException if an image must be fetched, for base64 or because its URL is withheld, and cannot be
     *     fetched. It contains the other URLs, so that the caller can still save the images. {@code result-lost} if the
     *     failure is permanent, otherwise
     *     {@code delivery-failed}
     */
    public List<Image> render(List<GeneratedImage> images, Instant made, ResponseFormat format, String base) {
        return renderServed(allServed(images), made, format, base);
    }

    /**
     * Like {@link #render}, for images that may be old: their URLs are not returned if one is no longer served.
     *
     * @throws GatewayException as {@link #render}
     */
    public List<Image> renderAgain(List<GeneratedImage> images, Instant made, ResponseFormat format, String base) {
        var served = allServed(images);
        // base64 fetches the images, which checks them anyway
        if (format == ResponseFormat.URL && isGoneUpstream(served, made, true)) {
            throw lost(images).asException();
        }
        return renderServed(served, made, format, base);
    }

    private List<Image> renderServed(List<GeneratedImage> served, Instant made, ResponseFormat format, String base) {
        requireDecodable(served);
        return switch (format) {
            case URL ->
                fetched(served, made, GeneratedImage::isWithheld).stream()
                        .map(image -> asUrl(image, base))
                        .toList();
            case B64_JSON ->
                fetched(served, made, image -> image.bytes() == null).stream()
                        .map(image -> Image.inline(Objects.requireNonNull(image.bytes())))
                        .toList();
        };
    }

    /** Checks bytes that the upstream has sent. Others are checked where they are fetched. */
    private void requireDecodable(List<GeneratedImage> served) {
        try {
            served.stream().flatMap(image -> Stream.ofNullable(image.bytes())).forEach(pixels::check);
        } catch (FetchFailedException e) {
            throw Problem.of(
                            ProblemType.RESULT_LOST,
                            "The images were made and paid for, but one is not handed over: " + e.getMessage() + ".")
                    .with("data", urls(served))
                    .asException();
        }
    }

    /** @throws GatewayException {@code result-lost} if one is not served */
    private List<GeneratedImage> allServed(List<GeneratedImage> images) {
        var served = served(images);
        if (served.size() < images.size()) {
            throw lost(images).asException();
        }
        return served;
    }

    /**
     * Returns the images that somebody may serve: with an id if the gateway does, otherwise with what the upstream has
     * sent.
     */
    private List<GeneratedImage> served(List<GeneratedImage> images) {
        var available = keeper.kept()
                .map(kept -> kept.available(images.stream()
                        .flatMap(image -> Stream.ofNullable(image.id()))
                        .toList()))
                .orElse(Set.of());
        return images.stream()
                .flatMap(image -> image.id() != null && available.contains(image.id())
                        ? Stream.of(image)
                        : image.unkept().stream())
                .toList();
    }

    /** Returns the images that have a URL of the upstream. */
    public static List<Image> urls(List<GeneratedImage> images) {
        return images.stream()
                .map(GeneratedImage::url)
                .filter(url -> url != null)
                .map(Image::at)
                .toList();
    }

    /** Turns bytes without a URL into a data URL if the gateway keeps no images. */
    private Image asUrl(GeneratedImage image, String base) {
        if (image.id() != null) {
            return Image.at(links.sign(base, image.id()));
        }
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
                    .flatMapSequential(at -> bytes(missing.get(at), made, size -> reads.begin(at, size)))
                    .collectList()
                    .timeout(timeout, Mono.error(() -> tooLate(reads)))
                    .block());
            var next = fetched.iterator();
            return images.stream()
                    .map(image -> mustBeFetched.test(image) ? image.with(next.next()) : image)
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

    /** Reads the kept file, or fetches the image from the upstream. */
    private Mono<ImageBytes> bytes(GeneratedImage image, Instant made, LongFunction<Mono<Long>> mayRead) {
        var id = image.id();
        var file = id == null
                ? Mono.<KeptImage>empty()
                : Mono.fromCallable(() -> keeper.kept()
                                .flatMap(kept -> kept.file(id, timeout))
                                .orElse(null))
                        .subscribeOn(Schedulers.boundedElastic());
        return file.flatMap(kept -> mayRead.apply(kept.facts().bytes())
                        .then(Mono.fromCallable(() -> ImageBytes.of(kept.bytes().getContentAsByteArray()))
                                .subscribeOn(Schedulers.boundedElastic())))
                .switchIfEmpty(Mono.defer(() -> url(image)
                        .map(url -> source.fetch(url, made, mayRead))
                        .orElseGet(() -> Mono.error(
                                new FetchFailedException("the gateway does not keep it", Reason.UNUSABLE)))));
    }

    private static Optional<String> url(GeneratedImage image) {
        return Optional.ofNullable(image.url())
                .or(() -> Optional.ofNullable(image.withheldUrl()).map(Secret::expose));
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
    private static Problem lost(List<GeneratedImage> images) {
        return Problem.of(
                        ProblemType.RESULT_LOST,
                        "The images were made and paid for, but the upstream does not serve them any more.")
                .with("data", urls(images));
    }
}
