package dev.imagegateway.upstream;

import dev.imagegateway.secret.Secret;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** One POST to AIML. Every failure is an outcome; it throws for none. */
final class AimlPost {

    /** Where the connection tells that it is about to write the request. */
    static final Object WRITTEN = AimlPost.class;

    private static final byte[] EMPTY = new byte[0];

    private final WebClient web;
    private final MeterRegistry meters;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final OutcomeClassifier classifier = new OutcomeClassifier();

    AimlPost(WebClient web, MeterRegistry meters) {
        this.web = web;
        this.meters = meters;
        Gauge.builder("upstream.in.flight", inFlight, AtomicInteger::get)
                .description("POSTs to the upstream that wait for their answer")
                .register(meters);
    }

    /**
     * Sends it and waits for what comes of it.
     *
     * @param attempt the attempt's own id, by which AIML's logs can be searched
     * @param limit for all of it
     */
    AttemptOutcome send(AimlRequestBody body, Secret key, String attempt, Duration limit) {
        var written = new AtomicBoolean();
        var started = Timer.start(meters);
        inFlight.incrementAndGet();
        AttemptOutcome outcome;
        try {
            outcome = Objects.requireNonNull(post(body, key, attempt)
                    .timeout(limit)
                    .onErrorResume(failure -> Mono.just(classifier.ofFailure(failure, written.get())))
                    .contextWrite(Context.of(WRITTEN, written))
                    .block());
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

    private Mono<AttemptOutcome> post(AimlRequestBody body, Secret key, String attempt) {
        return web.post()
                .uri("/v1/images/generations")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + key.expose())
                .header("X-Client-Request-Id", attempt)
                .accept(MediaType.APPLICATION_JSON)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchangeToMono(response -> read(response, key));
    }

    private Mono<AttemptOutcome> read(ClientResponse response, Secret key) {
        var status = response.statusCode().value();
        var headers = response.headers().asHttpHeaders();
        return response.bodyToMono(byte[].class)
                .defaultIfEmpty(EMPTY)
                .map(body -> classifier.ofAnswer(status, headers, body, key))
                .onErrorResume(failure -> Mono.just(classifier.ofBrokenAnswer(status, headers, failure)));
    }
}
