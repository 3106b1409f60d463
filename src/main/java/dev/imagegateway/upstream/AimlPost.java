package dev.imagegateway.upstream;

import dev.imagegateway.connection.ExchangeGuard;
import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.telemetry.RequestScope;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Span;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpStatusClass;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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

    /** No answer may take more than one of them: while it is read it takes five times its length. */
    private static final int PARTS_OF_HEAP = 12;

    private static final String PATH = "/v1/images/generations";

    private final HttpClient http;
    private final URI uri;
    private final int maxResponse;
    private final LargeAnswers large;
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
        var heap = Runtime.getRuntime().maxMemory();
        this.maxResponse = Math.toIntExact(Math.min(properties.maxResponseSize().toBytes(), heap / PARTS_OF_HEAP));
        this.large = new LargeAnswers(heap / 2);
        this.spans = spans;
        this.meters = meters;
        Gauge.builder("upstream.in.flight", inFlight, AtomicInteger::get)
                .description("POSTs to the upstream that wait for their answer")
                .register(meters);
    }

    /**
     * Sends it. What comes of it is told by the thread that reads the answer, or when the time is up by a virtual one.
     *
     * @param attempt the attempt's own id, by which AIML's logs can be searched
     * @param limit for all of it
     * @param scope of the request, for its trace
     */
    CompletableFuture<AttemptOutcome> send(
            byte[] body, Secret key, String attempt, Duration limit, RequestScope scope) {
        var departure = new Departure();
        var started = Timer.start(meters);
        var span = spans.begin();
        inFlight.incrementAndGet();
        var answer = new CompletableFuture<AttemptOutcome>();
        var told = answer.whenComplete((outcome, _) -> scope.within(() -> {
            inFlight.decrementAndGet();
            if (outcome != null) {
                spans.tell(span, outcome);
                started.stop(timers.computeIfAbsent(new End(outcome.label(), outcome.status()), this::timer));
            }
            span.end();
        }));
        try {
            var sending = post(body, key, attempt, span)
                    .contextWrite(Context.of(DEPARTURE, departure))
                    .subscribe(
                            answer::complete,
                            failure -> answer.complete(classifier.ofFailure(failure, departure.hasBegun())));
            Deadline.unlessDone(answer, limit, () -> giveUp(sending, answer, departure));
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
        return told;
    }

    /** What has come meanwhile was paid for like any other, and counts. */
    private void giveUp(Disposable sending, CompletableFuture<AttemptOutcome> answer, Departure departure) {
        try {
            sending.dispose();
        } finally {
            answer.complete(classifier.ofFailure(new TimeoutException(), departure.hasBegun()));
        }
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
                    request.header(ExchangeGuard.REQUEST_ID, attempt);
                    spans.inject(span, request::header);
                    return connection.send(Mono.just(Unpooled.wrappedBuffer(body)));
                })
                .response((response, content) -> read(response, content, key))
                .single();
    }

    private Mono<AttemptOutcome> read(HttpClientResponse response, ByteBufFlux content, Secret key) {
        var status = response.status().code();
        var headers = response.responseHeaders();
        return Mono.using(
                () -> new BoundedBody(most(status), announced(headers), large),
                body -> content.asByteArray()
                        .concatMap(body::add, 1)
                        .then(Mono.fromSupplier(
                                () -> body.read(classifier.ofAnswer(status, headers::get, body.bytes(), key))))
                        .onErrorResume(failure -> Mono.just(classifier.ofBrokenAnswer(status, headers::get, failure))),
                BoundedBody::close);
    }

    /** Bytes; no error of AIML's is large. */
    private int most(int status) {
        return HttpStatusClass.SUCCESS.contains(status) ? maxResponse : Math.min(maxResponse, LargeAnswers.SMALL);
    }

    /** As many bytes as its headers announce; any number where they do not. */
    private static long announced(HttpHeaders headers) {
        var length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : Long.MAX_VALUE;
    }
}
