package dev.imagegateway.delivery;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Fetches one image, from an allowed origin only, without following redirects, and never more than the limit. */
final class ImageFetcher {

    private static final Logger log = LoggerFactory.getLogger(ImageFetcher.class);

    /** A GET is free, so a hiccup is no reason to lose a picture that was paid for. */
    private static final Retry TWICE_MORE = Retry.backoff(2, Duration.ofMillis(200))
            .filter(failure -> failure instanceof FetchFailedException fetch && fetch.isWorthAnotherTry())
            .onRetryExhaustedThrow((_, last) -> last.failure());

    private static final Set<Integer> GONE = Set.of(403, 404, 410);

    private final WebClient web;
    private final Set<Origin> allowed;
    private final Duration timeout;

    ImageFetcher(WebClient web, DeliveryProperties properties) {
        this.web = web;
        this.allowed = properties.allowedOrigins().stream().map(Origin::of).collect(Collectors.toUnmodifiableSet());
        this.timeout = properties.fetchTimeout();
    }

    /** The bytes, or a {@link FetchFailedException}. */
    Mono<byte[]> fetch(String url) {
        URI uri;
        try {
            uri = allowed(url);
        } catch (FetchFailedException e) {
            return Mono.error(e);
        }
        return web.get()
                .uri(uri)
                .exchangeToMono(ImageFetcher::read)
                // so that one host that hangs leaves time for another try
                .timeout(timeout.dividedBy(2))
                .onErrorMap(
                        failure -> !(failure instanceof FetchFailedException),
                        failure -> failure instanceof DataBufferLimitException
                                ? new FetchFailedException("it is larger than the gateway's limit", false)
                                : new FetchFailedException("it could not be read", true))
                .retryWhen(TWICE_MORE)
                .timeout(timeout, Mono.error(() -> new FetchFailedException("its host did not answer in time", false)));
    }

    /** Whether its host says that there is nothing at this URL any more. What cannot be asked may still be there. */
    Mono<Boolean> isGone(String url) {
        URI uri;
        try {
            uri = allowed(url);
        } catch (FetchFailedException _) {
            return Mono.just(false);
        }
        return web.get()
                .uri(uri)
                // not HEAD: a signed URL is signed for GET
                .header("Range", "bytes=0-0")
                .exchangeToMono(response -> response.releaseBody()
                        .thenReturn(GONE.contains(response.statusCode().value())))
                .timeout(timeout.dividedBy(2))
                .onErrorReturn(false);
    }

    private URI allowed(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException _) {
            throw new FetchFailedException("its URL is malformed", false);
        }
        var origin = Origin.of(uri);
        if (!allowed.contains(origin) || uri.getUserInfo() != null) {
            log.warn("Image not fetched: {} is not in gateway.delivery.allowed-origins", origin);
            throw new FetchFailedException("its host is not one that images are fetched from", false);
        }
        return uri;
    }

    private static Mono<byte[]> read(ClientResponse response) {
        var status = response.statusCode();
        if (!status.isSameCodeAs(HttpStatus.OK)) {
            return response.releaseBody()
                    .then(Mono.error(new FetchFailedException(
                            "its host answered " + status.value(),
                            status.is5xxServerError() || status.value() == 429)));
        }
        return response.bodyToMono(byte[].class)
                .filter(bytes -> ImageType.of(bytes).isPresent())
                .switchIfEmpty(Mono.error(() -> new FetchFailedException("what its host sent is no image", false)));
    }
}
