package dev.imagegateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TraceCollector;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;

/** A failure of tracing costs neither a request nor money. */
class TracingFailureTests {

    /** Not found by component scanning, because only one test wants it. */
    static final class FailsAtTheStart {
        @Bean
        SpanProcessor failing() {
            return new Failing(true);
        }
    }

    /** As above. */
    static final class FailsAtTheEnd {
        @Bean
        SpanProcessor failing() {
            return new Failing(false);
        }
    }

    /** Fails for the spans that the gateway makes itself, not for those of Spring. */
    private record Failing(boolean isStartRequired) implements SpanProcessor {

        @Override
        public void onStart(Context context, ReadWriteSpan span) {
            fail(span.getName());
        }

        @Override
        public boolean isEndRequired() {
            return !isStartRequired;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            fail(span.getName());
        }

        private static void fail(String name) {
            // Spring's spans have no name yet when they start
            if (List.of("http", "security", "secured", "<unspecified").stream().noneMatch(name::startsWith)) {
                throw new IllegalStateException("a span processor fails at " + name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {FailsAtTheStart.class, FailsAtTheEnd.class})
    void generationIsDeliveredAndSettledAllTheSame(Class<?> failing) {
        try (var server = RunningSandbox.start();
                var collector = new TraceCollector();
                var gateway = Gateway.start(
                        server.url(),
                        Stream.concat(
                                        Stream.of(collector.settings()),
                                        Stream.of(
                                                "--spring.main.sources=" + failing.getName(),
                                                "--gateway.tracing.propagate-upstream=true"))
                                .toArray(String[]::new))) {
            var answer = gateway.send(gateway.generation(Gateway.A_CAT)
                    .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var generation = gateway.send(gateway.to("/v1/generations/" + answer.header("X-Generation-Id"))
                            .header("Authorization", "Bearer " + TestKeys.CLIENT))
                    .json();
            assertThat(generation.path("state").asString()).isEqualTo("settled");
            assertThat(generation.path("credits_used").longValue())
                    .isEqualTo(server.sandbox().billed())
                    .isEqualTo(91_000);
        }
    }
}
