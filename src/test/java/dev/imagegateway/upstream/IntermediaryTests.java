package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A refusal by something between the gateway and AIML is recognised by its mark, costs nothing and freezes nothing. */
@ExtendWith(OutputCaptureExtension.class)
class IntermediaryTests {

    private static final String IMAGE = "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}";
    private static final String BREAKER = "--resilience4j.circuitbreaker.instances.upstream.";
    private static final String[] ONE_ATTEMPT = {
        "--gateway.upstream.retry.max-attempts=1",
        BREAKER + "sliding-window-size=1000",
        BREAKER + "minimum-number-of-calls=1000"
    };

    private static final StubUpstream UPSTREAM = new StubUpstream();

    /** Its callers are refused for as long as an intermediary refuses them, and no longer. */
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = gateway(
                "--gateway.clients[1].id=team-b",
                "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_B),
                "--gateway.clients[1].budget.credits-per-day=1000000",
                "--gateway.upstream.cooldown.first=1ns",
                "--gateway.upstream.cooldown.longest=1ns");
    }

    private static Gateway gateway(String... settings) {
        return Gateway.start(
                UPSTREAM.url(),
                Stream.concat(Stream.of(ONE_ATTEMPT), Stream.of(settings)).toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    private static Answer generateWithBudget() {
        return gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.imagegateway.upstream.IntermediaryPage#ofTheIssue")
    void tenRefusalsDoNotLockOutAClientWithADailyBudget(IntermediaryPage page) {
        page.answeredBy(UPSTREAM);
        var refused = IntStream.range(0, 10).mapToObj(_ -> generateWithBudget()).toList();

        UPSTREAM.answers(200, Map.of(), IMAGE);
        var served = generateWithBudget();

        assertThat(served.status()).as(served.text()).isEqualTo(200);
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.problem()).isEqualTo(page.problem());
            assertThat(answer.header("X-Credits-Used")).isEqualTo("0");
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.imagegateway.upstream.IntermediaryPage#recognised")
    void refusesWithoutABillAndWithoutRestingAKey(IntermediaryPage page) {
        page.answeredBy(UPSTREAM);
        var counted =
                gateway.metric("image_gateway_upstream_intermediary_refused_total", "status=\"" + page.status() + "\"");

        var answer = gateway.generate(Gateway.A_CAT);

        assertThat(answer.problem()).as(answer.text()).isEqualTo(page.problem());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).matches("[1-9]|[12][0-9]|30");
        assertThat(answer.header("X-Credits-Used")).isEqualTo("0");
        assertThat(UPSTREAM.posts()).hasSize(1);
        assertThat(gateway.metric(
                        "image_gateway_upstream_intermediary_refused_total", "status=\"" + page.status() + "\""))
                .isEqualTo(counted + 1);
        assertThat(gateway.metric("image_gateway_upstream_key_resting")).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.imagegateway.upstream.IntermediaryPage#notRecognised")
    void staysUnknownWithoutProof(IntermediaryPage page) {
        page.answeredBy(UPSTREAM);

        var answer = gateway.generate(Gateway.A_CAT);

        assertThat(answer.problem()).as(answer.text()).isEqualTo(page.problem());
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void aBanIsWaitedForAndThenOver() {
        try (var banned = gateway("--gateway.upstream.cooldown.first=3s")) {
            IntermediaryPage.ban(1006).answeredBy(UPSTREAM);
            assertThat(banned.generate(Gateway.A_CAT).problem()).isEqualTo(IntermediaryPage.BLOCKED);
            UPSTREAM.answers(200, Map.of(), IMAGE);

            var refused = banned.generate(Gateway.A_CAT);
            assertThat(refused.problem()).as(refused.text()).isEqualTo(IntermediaryPage.BLOCKED);
            assertThat(refused.header("X-Credits-Used")).isEqualTo("0");
            assertThat(UPSTREAM.posts())
                    .as("nothing is sent during the cooldown")
                    .isEmpty();

            await().until(() -> banned.generate(Gateway.A_CAT).status() == 200);

            assertThat(UPSTREAM.posts()).as("none was sent before").hasSize(1);
            assertThat(banned.metric("image_gateway_upstream_cooldown")).isZero();
        }
    }

    @Test
    void aRateLimitsRetryAfterIsObeyedWithinTheDeadlineAndHandedOnBeyondIt() {
        try (var limited =
                gateway("--gateway.upstream.retry.max-attempts=3", "--gateway.upstream.generation-timeout=20s")) {
            IntermediaryPage.rateLimit("Retry-After", "1").answeredBy(UPSTREAM);
            var first = CompletableFuture.supplyAsync(() -> limited.generate(Gateway.A_CAT));
            await().until(() -> !UPSTREAM.posts().isEmpty());
            UPSTREAM.answers(200, Map.of(), IMAGE);
            assertThat(first.join().status()).isEqualTo(200);

            IntermediaryPage.rateLimitAsJson(50).answeredBy(UPSTREAM);
            assertThat(limited.generate(Gateway.A_CAT).header("Retry-After")).isEqualTo("50");
            var next = limited.generate(Gateway.A_CAT);

            assertThat(next.problem()).as("nothing is sent for anybody").isEqualTo(IntermediaryPage.BLOCKED);
            assertThat(Integer.parseInt(next.header("Retry-After"))).isBetween(20, 50);
            assertThat(UPSTREAM.posts()).hasSize(1);
            assertThat(limited.metric("image_gateway_upstream_cooldown")).isEqualTo(1);
        }
    }

    @Test
    void aRequestThatAFirewallDislikesStopsNobodyElse() {
        IntermediaryPage.challenge().answeredBy(UPSTREAM);
        for (int i = 0; i < 3; i++) {
            assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo(IntermediaryPage.BLOCKED);
        }

        UPSTREAM.answers(200, Map.of(), IMAGE);

        assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
    }

    @Test
    void thirtyPromptsThatAFirewallDislikesLeaveOtherClientsServed() {
        try (var guarded = Gateway.start(
                UPSTREAM.url(),
                "--gateway.upstream.retry.max-attempts=1",
                "--gateway.clients[1].id=team-b",
                "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_B))) {
            IntermediaryPage.ban(1020).answeredBy(UPSTREAM);
            for (int i = 0; i < 30; i++) {
                guarded.generate(Gateway.A_CAT);
            }
            assertThat(UPSTREAM.posts()).hasSize(30);
            UPSTREAM.answers(200, Map.of(), IMAGE);

            var other = guarded.send(
                    guarded.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));

            assertThat(other.status()).as(other.text()).isEqualTo(200);
        }
    }

    @Test
    void aHalfOpenBreakerDoesNotCloseWhileTheCooldownLetsNothingThrough() {
        try (var banned = Gateway.start(
                UPSTREAM.url(),
                "--gateway.upstream.retry.max-attempts=1",
                BREAKER + "minimum-number-of-calls=1",
                BREAKER + "permitted-number-of-calls-in-half-open-state=2",
                // Resilience4j starts the clock before the breaker is open: after 1 ms it may find it closed, and give
                // up
                BREAKER + "wait-duration-in-open-state=200ms",
                BREAKER + "automatic-transition-from-open-to-half-open-enabled=true")) {
            IntermediaryPage.ban(1006).answeredBy(UPSTREAM);
            banned.generate(Gateway.A_CAT);
            await().until(() -> banned.actuator("/circuitbreakers").text().contains("\"HALF_OPEN\""));

            for (int i = 0; i < 5; i++) {
                assertThat(banned.generate(Gateway.A_CAT).problem()).isEqualTo(IntermediaryPage.BLOCKED);
            }

            assertThat(UPSTREAM.posts()).hasSize(1);
            assertThat(banned.actuator("/circuitbreakers").text()).contains("\"HALF_OPEN\"");
            assertThat(banned.metric("resilience4j_circuitbreaker_not_permitted_calls_total"))
                    .as("each permission was given back")
                    .isZero();
        }
    }

    @Test
    void aRefusalThatCannotBeCountedBillsNothingAllTheSame(CapturedOutput output) {
        // no other test here has this status
        gateway.part(MeterRegistry.class).config().meterFilter(new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                if (id.getName().equals("image.gateway.upstream.intermediary.refused")
                        && "400".equals(id.getTag("status"))) {
                    throw new IllegalStateException("this meter does not work");
                }
                return MeterFilterReply.NEUTRAL;
            }
        });
        IntermediaryPage.nginx(400).answeredBy(UPSTREAM);

        var answer = gateway.generate(Gateway.A_CAT);

        assertThat(answer.problem()).as(answer.text()).isEqualTo(IntermediaryPage.BLOCKED);
        assertThat(answer.header("X-Credits-Used")).isEqualTo("0");
        assertThat(output.getAll()).contains("this meter does not work");
    }

    @Test
    void operatorsReadOneLineForManyRefusals(CapturedOutput output) {
        // a status that no other test here has: the interval between two lines is for each of them
        IntermediaryPage.nginx(414).answeredBy(UPSTREAM);
        for (int i = 0; i < 5; i++) {
            gateway.generate(Gateway.A_CAT);
        }

        assertThat(output.getAll().lines().filter(line -> line.contains("WARN") && line.contains("nginx refused")))
                .hasSize(1);
    }
}
