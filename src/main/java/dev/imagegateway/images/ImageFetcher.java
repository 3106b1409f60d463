package dev.imagegateway.images;

import dev.imagegateway.images.FetchFailedException.Reason;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Fetches an image once: only from allowed origins, and up to the size limit. Every failure is a
 * {@link FetchFailedException}.
 */
final class ImageFetcher {

    /** Pieces of a download that may wait to be written. */
    private static final int PREFETCHED = 4;

    private final WebClient web;
    private final AllowedOrigins origins;
    private final long maxImage;
    private final Duration tryTimeout;

    /** @param web redirects and addresses are checked by it, see {@link FetchGuard} and {@link AddressPolicy} */
    ImageFetcher(WebClient web, AllowedOrigins origins, DeliveryProperties properties) {
        this.web = web;
        this.origins = origins;
        this.maxImage = properties.maxImageSize().toBytes();
        // half, so that a host that hangs leaves time for a retry
        this.tryTimeout = properties.fetchTimeout().dividedBy(2);
    }

    /**
     * Writes the bytes to a stream as they arrive.
     *
     * @param out written on a thread that may block
     * @param mayRead receives the maximum size and returns how many bytes may be read, once they may be
     */
    Mono<Void> download(String url, OutputStream out, LongFunction<Mono<Long>> mayRead) {
        return Mono.defer(() -> {
                    var isAnswered = new AtomicBoolean();
                    var connection = new FetchConnection();
                    return connection.closedAfter(web.get()
                            .uri(origins.require(url))
                            .exchangeToMono(response -> {
                                isAnswered.set(true);
                                return write(response, out, mayRead).doOnError(_ -> connection.close());
                            })
                            // covers only the time to the headers, because waiting for room is not the host's fault
                            .timeout(Mono.delay(tryTimeout)
                                    .flatMap(_ -> isAnswered.get() ? Mono.never() : Mono.just(true))));
                })
                .onErrorMap(ImageFetcher::failure);
    }

    private Mono<Void> write(ClientResponse response, OutputStream out, LongFunction<Mono<Long>> mayRead) {
        if (response.statusCode().value() != 200) {
            return Mono.error(refusal(response));
        }
        var most = response.headers().contentLength().orElse(maxImage);
        var body = response.bodyToFlux(DataBuffer.class);
        if (most > maxImage) {
            return Mono.error(tooLarge());
        }
        return mayRead.apply(most)
                .flatMap(granted -> DataBufferUtils.write(limited(body, granted), out)
                        .doOnNext(DataBufferUtils::release)
                        .then()
                        .timeout(tryTimeout));
    }

    private Flux<DataBuffer> limited(Flux<DataBuffer> body, long granted) {
        var read = new AtomicLong();
        return body.publishOn(Schedulers.boundedElastic(), PREFETCHED)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .handle((buffer, sink) -> {
                    if (read.addAndGet(buffer.readableByteCount()) > granted) {
                        DataBufferUtils.release(buffer);
                        sink.error(granted < maxImage ? larger() : tooLarge());
                    } else {
                        sink.next(buffer);
                    }
                });
    }

    /** Checks whether the host serves the image. Completes empty if it does. */
    Mono<Void> look(String url) {
        return Mono.defer(() -> {
                    var connection = new FetchConnection();
                    return connection.closedAfter(web.get()
                            .uri(origins.require(url))
                            // not HEAD, because signed URLs are signed for GET
                            .header(HttpHeaders.RANGE, "bytes=0-0")
                            .exchangeToMono(response -> {
                                // only the status matters, and a host without range support sends the whole image
                                connection.close();
                                return response.statusCode().is2xxSuccessful()
                                        ? Mono.<Void>empty()
                                        : Mono.<Void>error(refusal(response));
                            })
                            .timeout(tryTimeout));
                })
                .onErrorMap(ImageFetcher::failure);
    }

    private static FetchFailedException larger() {
        return new FetchFailedException("it is larger than it was when it was asked for first", Reason.UNAVAILABLE);
    }

    private static FetchFailedException tooLarge() {
        return new FetchFailedException("it is larger than the gateway's limit", Reason.UNUSABLE);
    }

    private static FetchFailedException refusal(ClientResponse response) {
        var status = response.statusCode().value();
        var reason = switch (status) {
            case 404 -> Reason.MISSING;
            case 410 -> Reason.GONE;
            // 3xx: a redirect that was not followed; any other status, such as a firewall's challenge, says nothing
            // about the image
            default -> status / 100 == 3 ? Reason.UNUSABLE : Reason.UNAVAILABLE;
        };
        var retryAfter = retryAfter(response.headers().asHttpHeaders().getFirst(HttpHeaders.RETRY_AFTER));
        return new FetchFailedException("its host answered " + status, reason, retryAfter);
    }

    private static Throwable failure(Throwable failure) {
        // WebClient wraps what the address policy throws while it connects
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FetchFailedException) {
                return cause;
            }
        }
        return new FetchFailedException("it could not be read", Reason.UNAVAILABLE);
    }

    /** Parses seconds or an HTTP date (RFC 9110). */
    private static @Nullable Duration retryAfter(@Nullable String value) {
        if (value == null) {
            return null;
        }
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            return Duration.between(Instant.now(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
