package dev.imagegateway.billing;

import dev.imagegateway.secret.Secret;
import dev.imagegateway.upstream.RefusalReader;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
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
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads pages of the vendor's logs and ledger at a limited rate. They are GETs, so a retry costs nothing. */
final class BookReads {

    /** The name of their rate limiter. */
    static final String NAME = "upstream-books";

    /** With the default pauses (10, 20, 40 s) they outlast the minute over which AIML counts reads. */
    private static final int MOST_TRIES = 4;

    /** A longer one that AIML asks for is not waited out: the next reading will see. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private static final byte[] EMPTY = new byte[0];

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

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
    }

    /** Reads evenly spread over the minute: a burst at a minute's turn would be twice as many within one. */
    static RateLimiterConfig rateConfig(BooksProperties properties) {
        return RateLimiterConfig.custom()
                .limitForPeriod(1)
                .limitRefreshPeriod(Duration.ofMinutes(1).dividedBy(properties.readsPerMinute()))
                // nobody waits for an answer: a reading takes as long as it takes
                .timeoutDuration(Duration.ofHours(1))
                .build();
    }

    /** Asks, again where another try may help, and waits for what comes of it. */
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
     * Asks once, when it is its turn.
     *
     * @param key whose books they are; none for what anyone may read
     */
    BookPage once(BookRequest request, @Nullable Secret key) {
        try {
            return RateLimiter.decorateSupplier(rate, () -> timed(request, key)).get();
        } catch (RuntimeException e) {
            // interrupted in a wait, which every wait here tells in an exception of its own
            return new BookPage.Failed(name(e));
        }
    }

    private BookPage timed(BookRequest request, @Nullable Secret key) {
        var started = Timer.start(meters);
        var page = Objects.requireNonNull(get(request, key)
                .timeout(properties.pageTimeout())
                .onErrorResume(failure -> Mono.just(new BookPage.Failed(name(failure))))
                .block());
        started.stop(Timer.builder("upstream.books")
                .description("One page of the upstream's logs, ledger or price list")
                .tag("page", request.book())
                .tag("outcome", page.label())
                .register(meters));
        return page;
    }

    private Mono<BookPage> get(BookRequest request, @Nullable Secret key) {
        return web.get()
                .uri(request.template(), request.values())
                .headers(headers -> {
                    if (key != null) {
                        headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + key.expose());
                    }
                })
                .accept(MediaType.APPLICATION_JSON)
                .exchangeToMono(response ->
                        response.bodyToMono(byte[].class).defaultIfEmpty(EMPTY).map(body -> page(response, body, key)));
    }

    private BookPage page(ClientResponse response, byte[] body, @Nullable Secret key) {
        var status = response.statusCode().value();
        if (status >= 400 && status < 500) {
            return refused(status, response.headers().asHttpHeaders(), body, key);
        }
        if (status < 200 || status >= 300) {
            return new BookPage.Failed("status " + status);
        }
        try {
            var tree = JSON.readTree(body);
            return tree.isObject() ? new BookPage.Read(tree) : new BookPage.Failed("a 2xx without a JSON object");
        } catch (JacksonException _) {
            return new BookPage.Failed("a 2xx without readable JSON");
        }
    }

    private BookPage refused(int status, HttpHeaders headers, byte[] body, @Nullable Secret key) {
        var refusal = refusals.read(status, headers, body, json(body), key);
        return new BookPage.Refused(status, refusal.reason(), refusal.retryAfter());
    }

    /** The innermost cause's class: a message could quote what was sent. */
    private static String name(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName();
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    private Optional<Duration> pauseAfter(BookPage page, int tries) {
        var usual = properties.retryDelay().multipliedBy(1L << (tries - 1));
        return switch (page) {
            case BookPage.Read _ -> Optional.empty();
            case BookPage.Failed _ -> Optional.of(usual);
            case BookPage.Refused refused
            when refused.status() == 429 ->
                Optional.of(refused.retryAfter().orElse(usual)).filter(pause -> pause.compareTo(LONGEST_PAUSE) <= 0);
            case BookPage.Refused _ -> Optional.empty();
        };
    }

    /** False if it was interrupted, now or before. */
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
