package dev.imagegateway.upstream;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.secret.Secret;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asks AIML for images. Every failure is an outcome; it throws for none. */
public final class AimlImageClient {

    private static final byte[] EMPTY = new byte[0];

    private final WebClient web;
    private final Secret key;
    private final Duration attemptTimeout;
    private final MeterRegistry meters;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final OutcomeClassifier classifier = new OutcomeClassifier();

    AimlImageClient(WebClient web, Secret key, Duration attemptTimeout, MeterRegistry meters) {
        this.web = web;
        this.key = key;
        this.attemptTimeout = attemptTimeout;
        this.meters = meters;
        Gauge.builder("upstream.in.flight", inFlight, AtomicInteger::get)
                .description("POSTs to the upstream that wait for their answer")
                .register(meters);
    }

    /**
     * Sends one POST and waits for what comes of it.
     *
     * @param request what to draw
     * @param seed 1 to 2^63-1, sent whether or not the caller gave one
     * @param generation the generation's id; the attempt's own, {@code <generation>.<attempt>}, goes upstream as
     *     {@code X-Client-Request-Id}, by which AIML's logs can be searched
     */
    public AttemptOutcome generate(ImageGenerationRequest request, long seed, String generation) {
        var started = Timer.start(meters);
        inFlight.incrementAndGet();
        AttemptOutcome outcome;
        try {
            outcome = Objects.requireNonNull(
                    post(AimlRequestBody.of(request, seed), generation + ".1").block());
        } finally {
            inFlight.decrementAndGet();
        }
        started.stop(Timer.builder("upstream.attempt")
                .description("One POST to the upstream, to the last byte of its answer")
                .tag("outcome", outcome.label())
                .tag("status", outcome.status() == 0 ? "none" : Integer.toString(outcome.status()))
                .register(meters));
        return outcome;
    }

    private Mono<AttemptOutcome> post(AimlRequestBody body, String attempt) {
        return web.post()
                .uri("/v1/images/generations")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + key.expose())
                .header("X-Client-Request-Id", attempt)
                .accept(MediaType.APPLICATION_JSON)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchangeToMono(this::read)
                .timeout(attemptTimeout)
                .onErrorResume(failure -> Mono.just(classifier.ofFailure(failure)));
    }

    private Mono<AttemptOutcome> read(ClientResponse response) {
        var status = response.statusCode().value();
        var headers = response.headers().asHttpHeaders();
        return response.bodyToMono(byte[].class)
                .defaultIfEmpty(EMPTY)
                .map(body -> classifier.ofAnswer(status, headers, body))
                .onErrorResume(failure -> Mono.just(classifier.ofBrokenAnswer(status, headers, failure)));
    }
}
