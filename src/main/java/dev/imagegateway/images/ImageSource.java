package dev.imagegateway.images;

import dev.imagegateway.image.ImageBytes;
import dev.imagegateway.images.FetchFailedException.Reason;
import dev.imagegateway.ledger.ImageFacts;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Fetches images with retries, and remembers which of them are served. */
final class ImageSource {

    /** Whose share of the capacity copies use. No client's id has a space. */
    static final String COPIES = "all copies";

    /** How long a copy waits for room. Its host does not keep an unread response open for longer. */
    private static final Duration ROOM_WITHIN = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(ImageSource.class);

    private final ImageFetcher fetcher;
    private final PixelLimit pixels;
    private final Spool spool;
    private final TransferCapacity capacity;
    private final FetchRetry retry;
    private final KnownImages known;
    private final Duration timeout;
    private final Duration trust;

    /** Callers that look for the same image share one look. */
    private final Map<String, Mono<Boolean>> lookups = new ConcurrentHashMap<>();

    ImageSource(
            ImageFetcher fetcher,
            PixelLimit pixels,
            Spool spool,
            TransferCapacity capacity,
            DeliveryProperties properties) {
        this.fetcher = fetcher;
        this.pixels = pixels;
        this.spool = spool;
        this.capacity = capacity;
        this.retry = properties.fetchRetry();
        this.timeout = properties.fetchTimeout();
        this.trust = properties.urlTrust();
        this.known = new KnownImages(trust);
    }

    /**
     * Returns the bytes in a file of the spool, or a {@link FetchFailedException}.
     *
     * @param made when the upstream made the image; a 404 has another meaning for a young image
     * @param owner closes the file
     * @param mayRead receives the maximum size and returns how many bytes may be read, once they may be
     */
    Mono<ImageBytes> fetch(String url, Instant made, TransferReservation owner, LongFunction<Mono<Long>> mayRead) {
        if (known.stateOf(url) == KnownImages.State.GONE) {
            return Mono.error(new FetchFailedException("its host does not serve it any more", Reason.GONE));
        }
        var attempt = Mono.fromCallable(() -> spool.create(owner))
                // a retry begins on a thread that must not block
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(file -> fetcher.download(url, Channels.newOutputStream(file), mayRead)
                        .then(Mono.fromCallable(() -> image(file)))
                        .doOnError(_ -> TransferReservation.close(file)));
        return learned(url, until(made, false, attempt));
    }

    private ImageBytes image(FileChannel file) {
        var bytes = ImageBytes.of(file);
        if (!pixels.check(bytes)) {
            // for example a firewall's page; a retry may get the image
            throw new FetchFailedException("what its host sent is no image", Reason.UNAVAILABLE);
        }
        return bytes;
    }

    /**
     * Copies an image into the store, with retries. Blocks.
     *
     * @param id the image's id
     * @param made when the upstream made the image
     * @return what the bytes say
     * @throws FetchFailedException if every try failed
     */
    ImageFacts copy(String id, String url, Instant made, ImageStore store) {
        var attempt = Mono.using(
                () -> new TransferReservation(COPIES, 0, false),
                reservation -> Mono.using(
                        store::newCopy,
                        file -> fetcher.download(
                                        url,
                                        file.stream(),
                                        size -> Mono.fromFuture(() -> capacity.hold(reservation, size), true)
                                                .timeout(ROOM_WITHIN, Mono.error(ImageSource::noRoom))
                                                .thenReturn(size))
                                .then(Mono.fromCallable(() -> kept(id, file, store))),
                        CopyFile::discard),
                capacity::giveBack);
        return Objects.requireNonNull(learned(url, until(made, false, attempt)).block());
    }

    /** Reactor signals no fatal Error, so that its subscriber would wait forever. */
    private static ImageFacts kept(String id, CopyFile file, ImageStore store) throws IOException {
        try {
            return store.keep(id, file);
        } catch (Error e) {
            log.error("{} could not be stored", id, e);
            throw new FetchFailedException("the gateway failed to store it", Reason.UNAVAILABLE);
        }
    }

    private static FetchFailedException noRoom() {
        return new FetchFailedException("the gateway's capacity for transfers of images is taken", Reason.UNAVAILABLE);
    }

    /**
     * Whether the host has confirmed that it no longer serves this URL. False if the host cannot be reached.
     *
     * @param trusted whether a young image is assumed to be served if nothing is known about it
     */
    Mono<Boolean> isGone(String url, Instant made, boolean trusted) {
        return switch (known.stateOf(url)) {
            case GONE -> Mono.just(true);
            case SERVED -> Mono.just(false);
            case UNKNOWN ->
                trusted && made.plus(trust).isAfter(Instant.now())
                        ? Mono.just(false)
                        : lookups.computeIfAbsent(url, _ -> look(url, made));
        };
    }

    private Mono<Boolean> look(String url, Instant made) {
        return learned(url, until(made, true, fetcher.look(url).thenReturn(true)))
                .thenReturn(false)
                .onErrorResume(FetchFailedException.class, failure -> Mono.just(failure.reason() == Reason.GONE))
                .doFinally(_ -> lookups.remove(url))
                .cache();
    }

    private <T> Mono<T> learned(String url, Mono<T> asked) {
        return asked.doOnNext(_ -> known.served(url))
                .doOnError(
                        failure -> failure instanceof FetchFailedException failed && failed.reason() == Reason.GONE,
                        _ -> known.markUnserved(url));
    }

    /**
     * Retries until the result is certain or the time is up.
     *
     * @param isLook whether to retry only after a 404
     */
    private <T> Mono<T> until(Instant made, boolean isLook, Mono<T> once) {
        return Mono.defer(() -> once.retryWhen(retry.begin(made, timeout, isLook)));
    }
}
