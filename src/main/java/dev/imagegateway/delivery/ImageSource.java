package dev.imagegateway.delivery;

import dev.imagegateway.delivery.FetchFailedException.Reason;
import dev.imagegateway.image.ImageBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import reactor.core.publisher.Mono;

/** Where images come from: asked as often as is worthwhile, and what it answered is remembered. */
final class ImageSource {

    private final ImageFetcher fetcher;
    private final FetchRetry retry;
    private final KnownImages known;
    private final Duration timeout;
    private final Duration trust;

    /** Callers that look for the same image share one look. */
    private final Map<String, Mono<Boolean>> lookups = new ConcurrentHashMap<>();

    ImageSource(ImageFetcher fetcher, DeliveryProperties properties) {
        this.fetcher = fetcher;
        this.retry = properties.fetchRetry();
        this.timeout = properties.fetchTimeout();
        this.trust = properties.urlTrust();
        this.known = new KnownImages(trust);
    }

    /**
     * The bytes, or a {@link FetchFailedException}.
     *
     * @param made when the upstream made it: a 404 means something else for a young image
     * @param mayRead given the most bytes that there will be; gives how many may be read, as soon as they may
     */
    Mono<ImageBytes> fetch(String url, Instant made, LongFunction<Mono<Long>> mayRead) {
        return Mono.defer(() -> known.stateOf(url) == KnownImages.State.GONE
                ? Mono.error(new FetchFailedException("its host does not serve it any more", Reason.GONE))
                : learned(url, until(made, false, fetcher.fetch(url, mayRead))));
    }

    /**
     * Whether its host says that there is nothing at this URL any more. What cannot be asked may still be there.
     *
     * @param trusted whether an image that is young, and of which nothing is known, is taken to be there
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
     * Asks again until the answer is certain, or it takes too long.
     *
     * @param isLook whether only a 404 is worth another try
     */
    private <T> Mono<T> until(Instant made, boolean isLook, Mono<T> once) {
        return Mono.defer(() -> once.retryWhen(retry.begin(made, timeout, isLook)));
    }
}
