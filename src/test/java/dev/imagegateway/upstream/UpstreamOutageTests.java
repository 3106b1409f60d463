package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When everything fails, retries must not make it worse; when it is over, it must be over. */
@ExtendWith(Suite.class)
class UpstreamOutageTests {

    private static final String BREAKER = "--resilience4j.circuitbreaker.instances.upstream.";
    private static final int REQUESTS = 200;

    private static void load(Gateway gateway, int requests) {
        try (var callers = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, requests).forEach(_ -> callers.execute(() -> gateway.generate(Gateway.A_CAT)));
        }
    }

    @Test
    void retriesStayWithinTheirBudget(Sandbox sandbox) {
        sandbox.fault("{\"fault\":\"unavailable\",\"bills\":false}");
        try (var gateway = Gateway.start(
                sandbox.url(),
                "--gateway.upstream.retry.base-delay=1ms",
                "--gateway.upstream.concurrency.start=1000",
                "--gateway.upstream.concurrency.floor=1000",
                BREAKER + "sliding-window-size=10000",
                BREAKER + "minimum-number-of-calls=10000")) {
            load(gateway, REQUESTS);

            assertThat(sandbox.posts().size()).isGreaterThan(REQUESTS).isLessThanOrEqualTo((int) (1.2 * REQUESTS) + 3);
            assertThat(sandbox.billed()).isZero();
        }
    }

    @Test
    void openBreakerSparesTheUpstreamMostOfTheRequests(Sandbox sandbox) {
        sandbox.fault("{\"fault\":\"unavailable\",\"bills\":false}");
        try (var gateway = Gateway.start(
                sandbox.url(),
                "--gateway.upstream.retry.base-delay=1ms",
                // however long the requests take
                BREAKER + "wait-duration-in-open-state=1h")) {
            load(gateway, REQUESTS);

            assertThat(sandbox.posts().size()).isLessThan(REQUESTS / 2);
        }
    }

    @Test
    void openBreakerShowsAndClosesAgainByItself(Sandbox sandbox) {
        sandbox.fault("{\"fault\":\"unavailable\",\"bills\":false}");
        try (var gateway = Gateway.start(
                sandbox.url(),
                "--gateway.upstream.retry.base-delay=1ms",
                BREAKER + "wait-duration-in-open-state=300ms")) {
            load(gateway, REQUESTS / 4);

            var refused = gateway.generate(Gateway.A_CAT);
            assertThat(refused.status()).isGreaterThanOrEqualTo(500);
            assertThat(gateway.actuator("/prometheus").text())
                    .contains(
                            "resilience4j_circuitbreaker_state{",
                            "resilience4j_retry_calls",
                            "resilience4j_ratelimiter_");
            assertThat(gateway.actuator("/circuitbreakers").text()).containsPattern("OPEN|HALF_OPEN");
            for (var probe : new String[] {"/health", "/health/liveness", "/health/readiness"}) {
                assertThat(gateway.actuator(probe).status()).isEqualTo(200);
            }

            sandbox.call("DELETE", "/sandbox/faults", "");
            await().until(() -> gateway.generate(Gateway.A_CAT).status() == 200);
            await().until(() -> {
                gateway.generate(Gateway.A_CAT);
                return gateway.actuator("/circuitbreakers").text().contains("\"CLOSED\"");
            });
        }
    }

    /** Resilience4j's default counts a call of a minute as slow, and opens when all of them are. */
    @Test
    void breakerDoesNotCountSlowSuccesses(Sandbox sandbox) {
        try (var gateway = Gateway.start(sandbox.url())) {
            var longest = gateway.part(UpstreamProperties.class).generationTimeout();

            assertThat(gateway.part(CircuitBreakerRegistry.class)
                            .circuitBreaker(ResiliencePolicies.NAME)
                            .getCircuitBreakerConfig()
                            .getSlowCallDurationThreshold())
                    .isGreaterThan(longest);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate-limited", "edge-rate-limit"})
    void concurrencyFallsAtALimitAndClimbsBack(String fault, Sandbox sandbox) {
        try (var gateway = Gateway.start(
                sandbox.url(),
                "--gateway.upstream.retry.max-attempts=1",
                "--gateway.upstream.concurrency.start=20",
                "--gateway.upstream.concurrency.floor=2",
                BREAKER + "sliding-window-size=10000",
                BREAKER + "minimum-number-of-calls=10000")) {
            assertThat(gateway.metric("image_gateway_upstream_limit")).isEqualTo(20);
            sandbox.fault("{\"fault\":\"" + fault + "\",\"times\":30}");

            load(gateway, 30);
            var fallen = gateway.metric("image_gateway_upstream_limit");
            assertThat(fallen).isBetween(2.0, 5.0);

            await().until(() -> {
                load(gateway, 20);
                return gateway.metric("image_gateway_upstream_limit") > fallen;
            });
        }
    }

    @Test
    void fullQueueRefusesAtOnceAndSendsNothing(Sandbox sandbox) {
        try (var gate = new PostGate(sandbox.url());
                var gateway = Gateway.start(
                        gate.url(),
                        "--gateway.upstream.concurrency.start=1",
                        "--gateway.upstream.concurrency.floor=1",
                        "--gateway.upstream.concurrency.ceiling=1",
                        "--gateway.upstream.concurrency.queue=0",
                        "--gateway.upstream.concurrency.max-wait=0s");
                var caller = Executors.newVirtualThreadPerTaskExecutor()) {
            gate.hold();
            var first = caller.submit(() -> gateway.generate(Gateway.A_CAT));
            await().until(() -> gate.posts() == 1);

            var second = gateway.generate(Gateway.A_CAT);

            assertThat(second.problem()).isEqualTo("overloaded");
            assertThat(second.header("Retry-After")).isNotEmpty();
            assertThat(second.headers()).doesNotContainKey("x-should-retry");
            gate.letGo();
            assertThat(first)
                    .succeedsWithin(Duration.ofSeconds(60))
                    .extracting(Answer::status)
                    .isEqualTo(200);
            assertThat(sandbox.posts()).hasSize(1);
        }
    }

    @Test
    void retryAfterIsObeyedWithinTheDeadlineAndHandedOnBeyondIt(Sandbox sandbox) {
        try (var gateway = Gateway.start(
                sandbox.url(), "--gateway.upstream.attempt-timeout=20s", "--gateway.upstream.generation-timeout=20s")) {
            sandbox.fault("{\"fault\":\"rate-limited-seconds\",\"seconds\":1,\"times\":1}");
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(sandbox.posts()).hasSize(2);

            sandbox.fault("{\"fault\":\"rate-limited-date\",\"seconds\":40,\"times\":1}");
            var answer = gateway.generate(Gateway.A_CAT);
            assertThat(answer.problem()).isEqualTo("overloaded");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(30, 41);
            assertThat(sandbox.posts()).hasSize(3);
        }
    }
}
