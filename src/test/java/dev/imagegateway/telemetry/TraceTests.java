package dev.imagegateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TraceCollector;
import dev.imagegateway.support.TraceCollector.Received;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a collector of traces receives of a request, and what it does not. */
@TestInstance(Lifecycle.PER_CLASS)
class TraceTests {

    private static final String CALLER_SPAN = "00f067aa0ba902b7";
    private static final String SECRET_PROMPT = "a very private prompt";

    private final RunningSandbox server = RunningSandbox.start();
    private final TraceCollector collector = new TraceCollector();
    private Gateway gateway;

    @BeforeAll
    void start() {
        gateway = start("--gateway.images.store=disk");
    }

    @AfterEach
    void reset() {
        server.sandbox().reset();
    }

    @AfterAll
    void stop() {
        gateway.close();
        collector.close();
        server.close();
    }

    private Gateway start(String... settings) {
        return Gateway.start(
                server.url(),
                Stream.concat(
                                Stream.of("--gateway.upstream.retry.base-delay=1ms"),
                                Stream.concat(Stream.of(collector.settings()), Stream.of(settings)))
                        .toArray(String[]::new));
    }

    private static Answer generate(Gateway gateway, String trace, String flags, String prompt) {
        return gateway.send(
                gateway.generation("{" + Gateway.MODEL + ",\"n\":2,\"seed\":7,\"prompt\":\"" + prompt + "\"}")
                        .header("Cache-Control", "no-store")
                        .header("traceparent", "00-" + trace + "-" + CALLER_SPAN + "-" + flags));
    }

    /** The last span of each name. */
    private record Spans(Map<String, Received> byName) {
        Received get(String name) {
            return Objects.requireNonNull(byName.get(name), name);
        }
    }

    /** Waits for spans of these names. */
    private Spans await(String trace, String... names) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(collector.of(trace).stream().map(Received::name))
                        .contains(names));
        return new Spans(collector.of(trace).stream()
                .collect(Collectors.toMap(Received::name, span -> span, (_, later) -> later)));
    }

    /** The spans of attempts, in the order of the attempts. */
    private List<Received> attempts(String trace) {
        return collector.of(trace).stream()
                .filter(span -> span.name().equals("POST"))
                .sorted(Comparator.comparing(span -> span.tags().getOrDefault("gateway.attempt", "")))
                .toList();
    }

    @Test
    void eachStepOfARequestIsASpanWithinTheCallersTrace() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        server.sandbox().fault("{\"fault\":\"unavailable\",\"times\":1}");

        var answer = generate(gateway, trace, "01", SECRET_PROMPT);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);

        var model = "generate_content " + Gateway.MODEL_ID;
        var spans = await(
                trace,
                "http post /v1/images/generations",
                "validate",
                "replay",
                "limit",
                "hold",
                model,
                "POST",
                "settle",
                "wait",
                "deliver",
                "keep image");
        var request = spans.get("http post /v1/images/generations");
        assertThat(request.parent()).isEqualTo(CALLER_SPAN);
        assertThat(request.kind()).isEqualTo("SERVER");
        assertThat(request.service()).isEqualTo("image-gateway");
        assertThat(request.tags())
                .containsEntry("gateway.client", "team-a")
                .containsEntry("gateway.generation", answer.header("X-Generation-Id"));
        assertThat(Stream.of("validate", "replay", "limit", "hold", model, "settle", "wait", "deliver", "keep image"))
                .allSatisfy(
                        step -> assertThat(spans.get(step).parent()).as(step).isEqualTo(request.id()));
        assertThat(spans.get(model).kind()).isEqualTo("CLIENT");
        assertThat(spans.get(model).tags())
                .containsEntry("gen_ai.operation.name", "generate_content")
                .containsEntry("gen_ai.provider.name", "aiml")
                .containsEntry("gen_ai.request.model", Gateway.MODEL_ID)
                .containsEntry("gen_ai.output.type", "image")
                .containsEntry("gen_ai.request.choice.count", "2")
                .containsEntry("gen_ai.request.seed", "7")
                .containsEntry("gateway.client", "team-a")
                .containsEntry("gateway.generation", answer.header("X-Generation-Id"))
                .containsEntry("gateway.credits.held", "182000")
                .containsEntry("gateway.credits.used", "182000")
                .containsEntry("gateway.attempts", "2")
                .containsEntry("gateway.images", "2")
                .containsEntry("gateway.outcome", "succeeded")
                .containsKey("gen_ai.response.id");
        Awaitility.await().until(() -> attempts(trace).size() == 2);
        var attempts = attempts(trace);
        assertThat(attempts)
                .allSatisfy(attempt ->
                        assertThat(attempt.parent()).isEqualTo(spans.get(model).id()));
        assertThat(attempts.getFirst().tags())
                .containsEntry("http.response.status_code", "503")
                .containsEntry("error.type", "refused")
                .containsEntry("gateway.attempt", answer.header("X-Generation-Id") + ".1");
        assertThat(attempts.getFirst().isError()).isTrue();
        assertThat(attempts.getLast().tags())
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.response.status_code", "200")
                .containsEntry("server.address", "127.0.0.1");
        assertThat(attempts.getLast().isError()).isFalse();
        assertThat(spans.get("keep image").tags()).containsKey("gateway.bytes");
        assertThat(collector.of(trace).toString()).doesNotContain(SECRET_PROMPT);
        // AIML is a third party
        assertThat(server.sandbox().posts())
                .hasSize(2)
                .allSatisfy(post -> assertThat(post.path("headers").toString().toLowerCase(Locale.ROOT))
                        .doesNotContain("traceparent"));
    }

    @Test
    void refusalMarksTheSpansThatFailed() {
        var trace = "5bf92f3577b34da6a3ce929d0e0e4737";

        assertThat(generate(gateway, trace, "01", "").status()).isEqualTo(400);

        var validate =
                await(trace, "validate", "http post /v1/images/generations").get("validate");
        assertThat(validate.isError()).isTrue();
        assertThat(validate.tags()).containsEntry("error.type", "dev.imagegateway.problem.GatewayException");
    }

    @Test
    void callerDecidesWhatIsSampled() {
        var unsampled = "6bf92f3577b34da6a3ce929d0e0e4738";
        var sampled = "7bf92f3577b34da6a3ce929d0e0e4739";

        generate(gateway, unsampled, "00", "a cat");
        generate(gateway, sampled, "01", "a cat");

        await(sampled, "settle", "http post /v1/images/generations");
        assertThat(collector.of(unsampled)).isEmpty();
    }

    @Test
    void promptsAndTheTraceUpstreamAreSwitches() {
        var trace = "8bf92f3577b34da6a3ce929d0e0e4740";
        try (var open = start("--gateway.tracing.prompts=true", "--gateway.tracing.propagate-upstream=true")) {
            generate(open, trace, "01", SECRET_PROMPT);

            var model = "generate_content " + Gateway.MODEL_ID;
            var spans = await(trace, model, "POST");
            assertThat(spans.get(model).tags().get("gen_ai.input.messages"))
                    .contains("\"role\":\"user\"", "\"content\":\"" + SECRET_PROMPT + "\"");
            assertThat(server.sandbox().posts().getLast().path("headers").toString())
                    .contains("00-" + trace + "-" + spans.get("POST").id() + "-01");
        }
    }
}
