package dev.imagegateway.images;

import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageBytes;
import dev.imagegateway.images.FetchFailedException.Reason;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.secret.Secret;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads the bytes of images into files, before a response with these bytes begins. */
final class ImageReader {

    private static final Logger log = LoggerFactory.getLogger(ImageReader.class);

    private final ImageSource source;
    private final RequestTransfers transfers;
    private final TransferCapacity capacity;
    private final Spool spool;
    private final Duration timeout;
    private final ImageKeeper keeper;

    /** @param timeout time limit for the images of one response */
    ImageReader(
            ImageSource source,
            RequestTransfers transfers,
            TransferCapacity capacity,
            Spool spool,
            Duration timeout,
            ImageKeeper keeper) {
        this.source = source;
        this.transfers = transfers;
        this.capacity = capacity;
        this.spool = spool;
        this.timeout = timeout;
        this.keeper = keeper;
    }

    /**
     * Returns the images with the bytes of those that must be read.
     *
     * @throws GatewayException {@code result-lost} or {@code delivery-failed} if one cannot be read
     */
    List<GeneratedImage> read(List<GeneratedImage> images, Instant made, Predicate<GeneratedImage> mustBeRead) {
        var missing = images.stream().filter(mustBeRead).toList();
        if (missing.isEmpty()) {
            return images;
        }
        try {
            var reservation = transfers.reservation(missing.size()).orElseThrow(ImageReader::noRoom);
            var reads = new BodyReads(capacity, reservation, missing.size());
            var fetched = Objects.requireNonNull(Flux.range(0, missing.size())
                    .flatMapSequential(at -> bytes(missing.get(at), made, reservation, size -> reads.begin(at, size)))
                    .collectList()
                    .timeout(timeout, Mono.error(() -> tooLate(reads)))
                    .block());
            var next = fetched.iterator();
            return images.stream()
                    .map(image -> mustBeRead.test(image) ? image.with(next.next()) : image)
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
    private Mono<ImageBytes> bytes(
            GeneratedImage image, Instant made, TransferReservation owner, LongFunction<Mono<Long>> mayRead) {
        var id = image.id();
        var file = id == null
                ? Mono.<KeptImage>empty()
                : Mono.justOrEmpty(keeper.kept()).flatMap(kept -> file(kept, id));
        return file.flatMap(kept -> mayRead.apply(kept.facts().bytes())
                        .then(Mono.fromCallable(() -> spool.open(kept.bytes(), owner))
                                .subscribeOn(Schedulers.boundedElastic())))
                .onErrorResume(ImageReader::isTemporary, failure -> {
                    log.warn("{} cannot be read from the store: {}", id, failure.toString());
                    return url(image).isPresent()
                            ? Mono.empty()
                            : Mono.error(
                                    new FetchFailedException("the gateway cannot read it now", Reason.UNAVAILABLE));
                })
                .onErrorResume(IOException.class, _ -> Mono.empty())
                .switchIfEmpty(Mono.defer(() -> url(image)
                        .map(url -> source.fetch(url, made, owner, mayRead))
                        .orElseGet(() -> Mono.error(
                                new FetchFailedException("the gateway does not keep it", Reason.UNUSABLE)))));
    }

    /** Whether the store or the ledger does not respond. A file that is missing stays missing. */
    private static boolean isTemporary(Throwable failure) {
        return failure instanceof GatewayException
                || (failure instanceof IOException
                        && !(failure instanceof FileNotFoundException)
                        && !(failure instanceof NoSuchFileException));
    }

    /** Waits for the copy without a thread: callers that wait must not take the threads that copies are written with. */
    private static Mono<KeptImage> file(KeptImages kept, String id) {
        return Mono.fromFuture(kept.copyEnded(id), true)
                .then(Mono.fromCallable(() -> kept.file(id, Duration.ZERO).orElse(null))
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private static Optional<String> url(GeneratedImage image) {
        return Optional.ofNullable(image.url())
                .or(() -> Optional.ofNullable(image.withheldUrl()).map(Secret::expose));
    }

    private static FetchFailedException tooLate(BodyReads reads) {
        return reads.isWaitingForRoom()
                ? noRoom()
                : new FetchFailedException("its host did not answer in time", Reason.UNAVAILABLE);
    }

    private static FetchFailedException noRoom() {
        return new FetchFailedException("the gateway's capacity for transfers of images is taken", Reason.UNAVAILABLE);
    }

    private static Problem problem(FetchFailedException failure, List<GeneratedImage> images) {
        if (images.stream().anyMatch(GeneratedImage::isWithheld)) {
            // the URL is in memory only, so a later request could not fetch the image
            return Problem.of(
                            ProblemType.RESULT_LOST,
                            "The images were made and paid for, but the upstream's URL of one contains a key of the"
                                    + " gateway, so it is not given out, and the image could not be fetched: "
                                    + failure.getMessage() + ".")
                    .with("data", ImageDelivery.urls(images));
        }
        return switch (failure.reason()) {
            case GONE -> ImageDelivery.lost(images);
            case UNUSABLE ->
                Problem.of(
                                ProblemType.RESULT_LOST,
                                "The images were made and paid for, but one could not be fetched to be sent as base64: "
                                        + failure.getMessage() + ". Fetch them from the URLs in data while these live.")
                        .with("data", ImageDelivery.urls(images));
            case MISSING, UNAVAILABLE ->
                Problem.of(
                                ProblemType.DELIVERY_FAILED,
                                "The images were made and paid for, but one could not be fetched now to be sent as"
                                        + " base64: " + failure.getMessage() + ". GET the path in Location with"
                                        + " ?response_format=b64_json to try again, or fetch the URLs in data.")
                        .with("data", ImageDelivery.urls(images));
        };
    }
}
