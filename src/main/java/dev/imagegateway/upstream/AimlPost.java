package dev.imagegateway.upstream;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.secret.Secret;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Span;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;

/**
 * One POST to AIML. Every failure is an outcome; it throws for none. It speaks to Reactor Netty, WebClient's own engine,
 * for WebClient around it took a seventh of a request's time.
 */
final class AimlPost {

    /** Where the connection tells that it is about to write the request. */
    static final Object DEPARTURE = Departure.class;

    private static final String PATH = "/v1/images/generations";

    private final HttpClient http;
    private final URI uri;
    private final int maxResponse;
    private final AttemptSpans spans;
    private final MeterRegistry meters;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final OutcomeClassifier classifier = new OutcomeClassifier();

    /** A timer for each: few, whatever comes. */
    private final Map<End, Timer> timers = new ConcurrentHashMap<>();

    private record End(String outcome, int status) {}

    AimlPost(HttpClient http, UpstreamProperties properties, AttemptSpans spans, MeterRegistry meters) {
        this.http = http.headers(headers -> headers.set(HttpHeaderNames.ACCEPT, "application/json")
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json"));
        this.uri = UriComponentsBuilder.fromUri(properties.baseUrl())
                .path(PATH)
                .build(true)
                .toUri();
        this.maxResponse = Math.toIntExact(properties.maxResponseSize().toBytes());
        this.spans = spans;
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
    AttemptOutcome send(byte[] body, Secret key, String attempt, Duration limit) {
        var departure = new Departure();
        var started = Timer.start(meters);
        var span = spans.begin();
        inFlight.incrementAndGet();
        try {
            var post = post(body, key, attempt, span).contextWrite(Context.of(DEPARTURE, departure));
            var outcome = await(post, departure, limit);
            spans.tell(span, outcome);
            started.stop(timers.computeIfAbsent(new End(outcome.label(), outcome.status()), this::timer));
            return outcome;
        } finally {
            inFlight.decrementAndGet();
            span.end();
        }
    }

    private AttemptOutcome await(Mono<AttemptOutcome> post, Departure departure, Duration limit) {
        var answer = new CompletableFuture<AttemptOutcome>();
        var sending = post.subscribe(
                answer::complete, failure -> answer.complete(classifier.ofFailure(failure, departure.hasBegun())));
        try {
            return Deadline.await(answer, limit);
        } catch (TimeoutException | ExecutionException e) {
            return givenUp(e, sending, answer, departure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenUp(e, sending, answer, departure);
        }
    }

    private AttemptOutcome givenUp(
            Exception why, Disposable sending, CompletableFuture<AttemptOutcome> answer, Departure departure) {
        sending.dispose();
        // what came while this thread was waking up was paid for like any other
        return answer.isDone() ? answer.resultNow() : classifier.ofFailure(why, departure.hasBegun());
    }

    private Timer timer(End end) {
        return Timer.builder("upstream.attempt")
                .description("One POST to the upstream, to the last byte of its answer")
                .tag("outcome", end.outcome())
                .tag("status", end.status() == 0 ? "none" : Integer.toString(end.status()))
                .register(meters);
    }

    private Mono<AttemptOutcome> post(byte[] body, Secret key, String attempt, Span span) {
        return http.post()
                .uri(uri)
                .send((request, connection) -> {
                    request.header(HttpHeaderNames.AUTHORIZATION, "Bearer " + key.expose());
                    request.header("X-Client-Request-Id", attempt);
                    spans.inject(span, request::header);
                    return connection.send(Mono.just(Unpooled.wrappedBuffer(body)));
                })
                .response((response, content) -> read(response, content, key))
                .single();
    }

    private Mono<AttemptOutcome> read(HttpClientResponse response, ByteBufFlux content, Secret key) {
        var status = response.status().code();
        var headers = response.responseHeaders();
        return content.asByteArray()
                .collect(() -> new BoundedBody(maxResponse), BoundedBody::add)
                .<AttemptOutcome>map(body -> classifier.ofAnswer(status, headers::get, body.bytes(), key))
                .onErrorResume(failure -> Mono.just(classifier.ofBrokenAnswer(status, headers::get, failure)));
    }
}
