package dev.imagegateway.billing;

import dev.imagegateway.secret.Secret;
import dev.imagegateway.upstream.ContentDecoding;
import dev.imagegateway.upstream.LenientJson;
import dev.imagegateway.upstream.RefusalReader;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads pages of the vendor's logs and ledger at a limited rate. They are GETs, so a retry costs nothing. */
final class BookReads {

    /** The name of the rate limiter. */
    static final String NAME = "upstream-books";

    /** With the default pauses (10, 20 and 40 s), retries outlast the minute over which AIML limits reads. */
    private static final int MOST_TRIES = 4;

    /** A longer Retry-After is not waited for; the next reading tries again. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private static final byte[] EMPTY = new byte[0];

    /** Bytes of a page after decompression. */
    private static final int MAX_PAGE = 8 << 20;

    private static final int MAX_ETAG_LENGTH = 200;

    private final WebClient web;
    private final RateLimiter rate;
    private final BooksProperties properties;
    private final RefusalReader refusals;
    private final MeterRegistry meters;

    BookReads(
            WebClient web, RateLimiter rate, BooksProperties properties, RefusalReader refusals, MeterRegistry meters) {
        this.web = web;
        this.rate = rate;
        this.properties = properties;
        this.refusals = refusals;
        this.meters = meters;
        for (var book : List.of("logs", "transactions", "models", "deprecations")) {
            List.of("ok", "refused", "failed").forEach(outcome -> pages(book, outcome));
        }
    }

    /**
     * Spreads reads evenly over the minute. Bursts at the turn of a minute could double the rate within one minute.
     */
    static RateLimiterConfig rateConfig(BooksProperties properties) {
        return RateLimiterConfig.custom()
                .limitForPeriod(1)
                .limitRefreshPeriod(Duration.ofMinutes(1).dividedBy(properties.readsPerMinute()))
                // no caller waits for a reading, so it may take long
                .timeoutDuration(Duration.ofHours(1))
                .build();
    }

    /** Reads a page, with retries if they can help. */
    BookPage read(BookRequest request, Secret key) {
        for (int tries = 1; ; tries++) {
            var page = once(request, key);
            var pause = tries < MOST_TRIES ? pauseAfter(page, tries) : Optional.<Duration>empty();
            if (pause.isEmpty() || !waited(pause.get())) {
                return page;
            }
        }
    }

    /**
     * Reads a page once, when the rate limiter permits it.
     *
     * @param key the key whose records are read; null for public pages
     */
    BookPage once(BookRequest request, @Nullable Secret key) {
        try {
            return RateLimiter.decorateSupplier(rate, () -> timed(request, key)).get();
        } catch (RuntimeException e) {
            // an interrupt, which each kind of wait reports with a different exception
            return new BookPage.Failed(name(e));
        }
    }

    private BookPage timed(BookRequest request, @Nullable Secret key) {
        var started = Timer.start(meters);
        var page = Objects.requireNonNull(get(request, key)
                .timeout(properties.pageTimeout())
                .onErrorResume(failure -> Mono.just(new BookPage.Failed(name(failure))))
                .block());
        started.stop(pages(request.book(), page.label()));
        return page;
    }

    private Timer pages(String book, String outcome) {
        return Timer.builder("image.gateway.upstream.books")
                .description("One page of the upstream's logs, ledger, price list or deprecations")
                .tag("page", book)
                .tag("outcome", outcome)
                .register(meters);
    }

    private Mono<BookPage> get(BookRequest request, @Nullable Secret key) {
        return web.get()
                .uri(request.template(), request.values())
                .headers(headers -> {
                    headers.set(HttpHeaders.ACCEPT_ENCODING, ContentDecoding.ACCEPTED);
                    if (request.etag() != null) {
                        headers.set(HttpHeaders.IF_NONE_MATCH, request.etag());
                    }
                    if (key != null) {
                        headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + key.expose());
                    }
                })
                .accept(MediaType.APPLICATION_JSON)
                .exchangeToMono(response -> response.bodyToMono(byte[].class)
                        .defaultIfEmpty(EMPTY)
                        .map(body -> page(request, response, body)));
    }

    private BookPage page(BookRequest request, ClientResponse response, byte[] sent) {
        var status = response.statusCode().value();
        var headers = response.headers().asHttpHeaders();
        if (status == 304 && request.etag() != null) {
            return new BookPage.Unchanged();
        }
        byte[] body;
        try {
            body = ContentDecoding.decoded(sent, headers.getFirst(HttpHeaders.CONTENT_ENCODING), MAX_PAGE);
        } catch (IOException _) {
            return new BookPage.Failed("an unreadable compressed body of status " + status);
        }
        if (status >= 400 && status < 500) {
            return refused(status, headers, body);
        }
        if (status < 200 || status >= 300) {
            return new BookPage.Failed("status " + status);
        }
        try {
            var tree = LenientJson.read(body);
            return tree.isObject()
                    ? new BookPage.Read(tree, etag(headers))
                    : new BookPage.Failed("a 2xx without a JSON object");
        } catch (JacksonException _) {
            return new BookPage.Failed("a 2xx without readable JSON");
        }
    }

    /** A long ETag is not sent back; the page is then read again in full. */
    private static @Nullable String etag(HttpHeaders headers) {
        var etag = headers.getFirst(HttpHeaders.ETAG);
        return etag == null || etag.length() > MAX_ETAG_LENGTH ? null : etag;
    }

    private BookPage refused(int status, HttpHeaders headers, byte[] body) {
        var refusal = refusals.read(status, headers, body, json(body));
        return new BookPage.Refused(status, refusal.reason(), refusal.retryAfter());
    }

    /** The class name of the innermost cause. Its message could quote the request. */
    private static String name(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName();
    }

    private static JsonNode json(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    private Optional<Duration> pauseAfter(BookPage page, int tries) {
        var usual = properties.retryDelay().multipliedBy(1L << (tries - 1));
        return switch (page) {
            case BookPage.Read _, BookPage.Unchanged _ -> Optional.empty();
            case BookPage.Failed _ -> Optional.of(usual);
            case BookPage.Refused refused
            when refused.status() == 429 ->
                Optional.of(refused.retryAfter().orElse(usual)).filter(pause -> pause.compareTo(LONGEST_PAUSE) <= 0);
            case BookPage.Refused _ -> Optional.empty();
        };
    }

    /** Waits. Returns false if the thread was interrupted. */
    private static boolean waited(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
