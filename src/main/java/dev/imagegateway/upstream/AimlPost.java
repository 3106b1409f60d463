package dev.imagegateway.upstream;

import dev.imagegateway.connection.ExchangeGuard;
import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.telemetry.ImageDurations;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.AttemptSpans.AttemptSpan;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http.HttpStatusClass;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Sends one POST to AIML with {@link WebClient}. Failures are returned as outcomes, not thrown. The URI is prebuilt and
 * both bodies are bytes, so WebClient has nothing to expand or convert.
 */
final class AimlPost {

    private static final Logger log = LoggerFactory.getLogger(AimlPost.class);

    /** Key in Reactor's context for the {@link Sending} whose connection is about to write the request. */
    static final Object SENDING = Sending.class;

    /** Limits a response to this fraction of the heap, because parsing takes four times its length. */
    private static final int HEAP_FRACTION = 12;

    /** Parses large and compressed responses one at a time, which bounds the memory for parsing. */
    private static final Scheduler PARSER = Schedulers.newSingle("large-answers", true);

    private static final String PATH = "/v1/images/generations";

    private final WebClient web;
    private final URI uri;
    private final int maxResponse;
    private final Duration responseTimeout;
    private final Duration attemptTimeout;
    private final LargeAnswers large;
    private final AttemptSpans spans;
    private final MeterRegistry meters;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final OutcomeClassifier classifier;

    /** The timers by outcome and status, of which there are few. */
    private final Map<End, Timer> timers = new ConcurrentHashMap<>();

    private record End(String outcome, int status) {}

    /** @param web should have no filters and observations, because they would apply to every POST */
    AimlPost(
            WebClient web,
            UpstreamProperties properties,
            ForeignText foreign,
            BillingVerdict verdict,
            AttemptSpans spans,
            MeterRegistry meters) {
        this.web = web;
        this.uri = UriComponentsBuilder.fromUri(properties.baseUrl())
                .path(PATH)
                .build(true)
                .toUri();
        var heap = Runtime.getRuntime().maxMemory();
        this.maxResponse = Math.toIntExact(Math.min(properties.maxResponseSize().toBytes(), heap / HEAP_FRACTION));
        this.responseTimeout = properties.responseTimeout();
        this.attemptTimeout = properties.attemptTimeout();
        this.large = new LargeAnswers(properties.answerBytes(), meters);
        this.classifier = new OutcomeClassifier(properties.baseUrl(), foreign, verdict);
        this.spans = spans;
        this.meters = meters;
        // the statuses of the other outcomes are known when they occur
        timers.computeIfAbsent(new End("answered", 200), this::timer);
        timers.computeIfAbsent(new End("unknown", 0), this::timer);
        Gauge.builder("image.gateway.upstream.in.flight", inFlight, AtomicInteger::get)
                .description("POSTs to the upstream that wait for their answer")
                .register(meters);
    }

    /**
     * Sends the POST. The future is completed by the thread that reads the response, or by a virtual thread after a
     * timeout. The time limit is {@code attempt-timeout} plus the time that the response waits for the gateway's
     * memory.
     *
     * @param attempt the attempt's id, by which it can be found in AIML's logs
     * @param longest the total time limit
     * @param scope the scope of the request, for tracing
     */
    CompletableFuture<AttemptOutcome> send(
            byte[] body, Secret key, String attempt, Duration longest, RequestScope scope) {
        var started = Timer.start(meters);
        var span = spans.begin(uri, attempt);
        inFlight.incrementAndGet();
        var sending = new Sending(large.turn(), classifier);
        var completed = sending.answer()
                .whenComplete((outcome, _) -> scope.within(() -> {
                    sending.turn().end();
                    inFlight.decrementAndGet();
                    record(outcome, span, started);
                }));
        var exchange = Disposables.swap();
        try {
            exchange.update(post(body, key, attempt, span, sending)
                    .contextWrite(Context.of(SENDING, sending))
                    .subscribe(sending.answer()::complete, sending::fail));
            sending.limit(longest.compareTo(attemptTimeout) < 0 ? longest : attemptTimeout, longest, exchange::dispose);
        } catch (RuntimeException | Error e) {
            log.error("{} failed in the gateway", attempt, e);
            exchange.dispose();
            sending.fail(e);
        }
        return completed;
    }

    /** A failure of a span or a timer must not turn a paid response into an unknown outcome. */
    private void record(@Nullable AttemptOutcome outcome, AttemptSpan span, Timer.Sample started) {
        try {
            if (outcome != null) {
                span.record(outcome);
                started.stop(timers.computeIfAbsent(new End(outcome.label(), outcome.status()), this::timer));
            }
            span.end();
        } catch (RuntimeException e) {
            log.error("The outcome of an attempt is missing from spans and metrics", e);
        }
    }

    private Timer timer(End end) {
        return Timer.builder("image.gateway.upstream.attempt")
                .description("One POST to the upstream, to the last byte of its answer")
                .tag("outcome", end.outcome())
                .tag("status", end.status() == 0 ? "none" : Integer.toString(end.status()))
                .serviceLevelObjectives(ImageDurations.buckets())
                .register(meters);
    }

    private Mono<AttemptOutcome> post(byte[] body, Secret key, String attempt, AttemptSpan span, Sending sending) {
        return web.post()
                .uri(uri)
                .body((request, _) -> {
                    // set here, because WebClient makes two copies of headers that are set earlier
                    var headers = request.getHeaders();
                    headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
                    headers.set(HttpHeaders.ACCEPT_ENCODING, ContentDecoding.ACCEPTED);
                    headers.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
                    headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + key.expose());
                    headers.set(ExchangeGuard.REQUEST_ID, attempt);
                    span.inject(headers::set);
                    return request.writeWith(Mono.just(request.bufferFactory().wrap(body)));
                })
                .exchangeToMono(response -> read(response, sending));
    }

    private Mono<AttemptOutcome> read(ClientResponse response, Sending sending) {
        var status = response.statusCode().value();
        var headers = response.headers().asHttpHeaders();
        var body = new BoundedBody(maxLength(status), sending.turn());
        var parsed = Mono.fromSupplier(
                () -> classifier.ofAnswer(status, headers::getFirst, body.bytes(), maxLength(status)));
        return response.body((message, _) -> message.getBody())
                .map(AimlPost::bytes)
                .concatMap(piece -> sending.await(body.add(piece), responseTimeout), 1)
                .then(Mono.defer(() -> {
                    if (!body.isLarge() && !body.isCompressed(headers.getFirst(HttpHeaders.CONTENT_ENCODING))) {
                        return parsed;
                    }
                    sending.turn().arrived();
                    return parsed.subscribeOn(PARSER);
                }))
                .onErrorResume(failure -> Mono.just(classifier.ofBrokenAnswer(status, headers::getFirst, failure)));
    }

    private static byte[] bytes(DataBuffer buffer) {
        try {
            var bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    /** The maximum length in bytes. AIML's errors are small. */
    private int maxLength(int status) {
        return HttpStatusClass.SUCCESS.contains(status) ? maxResponse : Math.min(maxResponse, LargeAnswers.SMALL);
    }
}
