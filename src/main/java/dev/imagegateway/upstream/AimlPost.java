package dev.imagegateway.upstream;

import dev.imagegateway.connection.ExchangeGuard;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.telemetry.RequestScope;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Span;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpStatusClass;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
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

    /** No answer may be longer than one of them: while it is parsed it takes four times its length. */
    private static final int PARTS_OF_HEAP = 12;

    /** Parses large answers one after the other, which bounds the memory that this takes. */
    private static final Scheduler PARSER = Schedulers.newSingle("large-answers", true);

    private static final String PATH = "/v1/images/generations";

    private final HttpClient http;
    private final URI uri;
    private final int maxResponse;
    private final Duration responseTimeout;
    private final Duration attemptTimeout;
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
        this.responseTimeout = properties.responseTimeout();
        this.attemptTimeout = properties.attemptTimeout();
        this.large = new LargeAnswers(properties.answerBytes());
        this.spans = spans;
        this.meters = meters;
        Gauge.builder("upstream.in.flight", inFlight, AtomicInteger::get)
                .description("POSTs to the upstream that wait for their answer")
                .register(meters);
    }

    /**
     * Sends it. What comes of it is told by the thread that reads the answer, or when the time is up by a virtual one.
     * The time limit is {@code attempt-timeout}, and the time that the answer waits for the gateway's memory on top.
     *
     * @param attempt the attempt's own id, by which AIML's logs can be searched
     * @param longest for all of it
     * @param scope of the request, for its trace
     */
    CompletableFuture<AttemptOutcome> send(
            byte[] body, Secret key, String attempt, Duration longest, RequestScope scope) {
        var started = Timer.start(meters);
        var span = spans.begin();
        inFlight.incrementAndGet();
        var sending = new Sending(large.turn(), classifier);
        var told = sending.answer()
                .whenComplete((outcome, _) -> scope.within(() -> {
                    sending.turn().end();
                    inFlight.decrementAndGet();
                    if (outcome != null) {
                        spans.tell(span, outcome);
                        started.stop(timers.computeIfAbsent(new End(outcome.label(), outcome.status()), this::timer));
                    }
                    span.end();
                }));
        try {
            var exchange = post(body, key, attempt, span, sending)
                    .contextWrite(Context.of(DEPARTURE, sending.departure()))
                    .subscribe(sending.answer()::complete, sending::fail);
            sending.limit(longest.compareTo(attemptTimeout) < 0 ? longest : attemptTimeout, longest, exchange::dispose);
        } catch (RuntimeException | Error e) {
            sending.answer().completeExceptionally(e);
        }
        return told;
    }

    private Timer timer(End end) {
        return Timer.builder("upstream.attempt")
                .description("One POST to the upstream, to the last byte of its answer")
                .tag("outcome", end.outcome())
                .tag("status", end.status() == 0 ? "none" : Integer.toString(end.status()))
                .register(meters);
    }

    private Mono<AttemptOutcome> post(byte[] body, Secret key, String attempt, Span span, Sending sending) {
        return http.post()
                .uri(uri)
                .send((request, connection) -> {
                    connection.withConnection(to -> sending.on(to.channel()));
                    request.header(HttpHeaderNames.AUTHORIZATION, "Bearer " + key.expose());
                    request.header(ExchangeGuard.REQUEST_ID, attempt);
                    spans.inject(span, request::header);
                    return connection.send(Mono.just(Unpooled.wrappedBuffer(body)));
                })
                .response((response, content) -> read(response, content, key, sending))
                .single();
    }

    private Mono<AttemptOutcome> read(HttpClientResponse response, ByteBufFlux content, Secret key, Sending sending) {
        var status = response.status().code();
        var headers = response.responseHeaders();
        var body = new BoundedBody(most(status), sending.turn());
        var parsed = Mono.fromSupplier(() -> classifier.ofAnswer(status, headers::get, body.bytes(), key));
        return content.asByteArray()
                .concatMap(piece -> sending.await(body.add(piece), responseTimeout), 1)
                .then(Mono.defer(() -> {
                    if (!body.isLarge()) {
                        return parsed;
                    }
                    sending.turn().arrived();
                    return parsed.subscribeOn(PARSER);
                }))
                .onErrorResume(failure -> Mono.just(classifier.ofBrokenAnswer(status, headers::get, failure)));
    }

    /** Bytes; no error of AIML's is large. */
    private int most(int status) {
        return HttpStatusClass.SUCCESS.contains(status) ? maxResponse : Math.min(maxResponse, LargeAnswers.SMALL);
    }
}
