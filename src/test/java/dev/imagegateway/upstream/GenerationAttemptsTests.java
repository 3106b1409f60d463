package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.NotSent.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the books need to know of attempts: how many went out, under which ids and which key, and who allowed them. */
@ExtendWith(Suite.class)
class GenerationAttemptsTests {

    private static final String FIRST_PREFIX = TestKeys.name(TestKeys.UPSTREAM);
    private static final String SECOND_PREFIX = TestKeys.name(TestKeys.UPSTREAM_NEXT);

    private static GenerationAttempts generate(Gateway gateway, String id, BooleanSupplier mayAttempt) {
        var body = ("{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"seed\":1}").getBytes(StandardCharsets.UTF_8);
        var scope = RequestScope.untraced();
        return gateway.part(AimlImageClient.class)
                .generate(new GenerationCall(() -> body, id, mayAttempt, scope))
                .join();
    }

    /** Gives these answers in turn, and fails when it is asked once more. */
    private static BooleanSupplier inTurn(Boolean... answers) {
        return new ArrayDeque<>(List.of(answers))::removeFirst;
    }

    private static List<String> ids(Sandbox sandbox) {
        return sandbox.posts().stream()
                .map(post -> post.path("client_request_id").asString())
                .toList();
    }

    @Test
    void tellsHowManyPostsWentOutAndByWhichKey(Gateway gateway, Sandbox sandbox) {
        sandbox.fault("{\"fault\":\"unavailable\",\"times\":1}");

        var attempts = generate(gateway, "gen-a", inTurn(true, true));

        assertThat(attempts.outcome()).isInstanceOf(Answered.class);
        assertThat(attempts.posts()).isEqualTo(2);
        assertThat(attempts.keyPrefix()).isEqualTo(FIRST_PREFIX);
        assertThat(ids(sandbox)).containsExactly("gen-a.1", "gen-a.2");
    }

    @Test
    void withoutPermissionNothingIsSent(Gateway gateway, Sandbox sandbox) {
        var attempts = generate(gateway, "gen-b", inTurn(false));

        assertThat(attempts.outcome())
                .isInstanceOfSatisfying(
                        NotSent.class, notSent -> assertThat(notSent.reason()).isEqualTo(Reason.NOT_ALLOWED));
        assertThat(attempts.posts()).isZero();
        assertThat(attempts.keyPrefix()).isNull();
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void permissionThatEndsBetweenAttemptsEndsThem(Gateway gateway, Sandbox sandbox) {
        sandbox.fault("{\"fault\":\"unavailable\",\"times\":1}");

        var attempts = generate(gateway, "gen-c", inTurn(true, false));

        assertThat(attempts.outcome()).isInstanceOf(NotSent.class);
        assertThat(attempts.posts()).isEqualTo(1);
        assertThat(attempts.keyPrefix()).isEqualTo(FIRST_PREFIX);
        assertThat(ids(sandbox)).containsExactly("gen-c.1");
        assertThat(sandbox.billed()).isZero();
    }

    @Test
    void permissionIsAskedWhenTheTurnHasCome(Sandbox sandbox) {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"1s\"}}");
        try (var gateway = Gateway.start(
                        sandbox.url(),
                        "--gateway.upstream.concurrency.start=1",
                        "--gateway.upstream.concurrency.floor=1",
                        "--gateway.upstream.concurrency.ceiling=1");
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = callers.submit(() -> generate(gateway, "gen-d", inTurn(true)));
            await().until(() -> sandbox.posts().size() == 1);
            var underWay = new AtomicReference<Double>();

            var second = generate(gateway, "gen-e", () -> {
                underWay.set(gateway.metric("image_gateway_upstream_in_flight"));
                return false;
            });

            assertThat(underWay.get()).isZero();
            assertThat(second.posts()).isZero();
            assertThat(first)
                    .succeedsWithin(Duration.ofSeconds(60))
                    .extracting(GenerationAttempts::posts)
                    .isEqualTo(1);
        }
    }

    @Test
    void numberAndKeyAreThoseOfTheLastPost() {
        try (var server =
                        RunningSandbox.start("--sandbox.api-keys=" + TestKeys.UPSTREAM + "," + TestKeys.UPSTREAM_NEXT);
                var gateway = Gateway.start(
                        server.url(),
                        "--gateway.upstream.api-key=" + TestKeys.UPSTREAM + "," + TestKeys.UPSTREAM_NEXT,
                        "--gateway.upstream.keys.rest=1h",
                        "--gateway.upstream.keys.longest-rest=1h")) {
            var sandbox = server.sandbox();
            sandbox.fault("{\"fault\":\"unauthorized\",\"times\":1}");
            var other = generate(gateway, "gen-f", inTurn(true, true));
            assertThat(other.outcome()).isInstanceOf(Answered.class);
            assertThat(other.posts()).isEqualTo(2);
            assertThat(other.keyPrefix()).isEqualTo(SECOND_PREFIX);

            sandbox.fault("{\"fault\":\"unauthorized\",\"times\":1}");
            var refused = generate(gateway, "gen-g", inTurn(true));
            assertThat(refused.posts()).isEqualTo(1);
            assertThat(refused.keyPrefix()).isEqualTo(SECOND_PREFIX);

            var none = generate(gateway, "gen-h", inTurn());
            assertThat(none.outcome())
                    .isInstanceOfSatisfying(
                            NotSent.class,
                            notSent -> assertThat(notSent.reason()).isEqualTo(Reason.NO_KEY));
            assertThat(none.posts()).isZero();
            assertThat(ids(sandbox)).containsExactly("gen-f.1", "gen-f.2", "gen-g.1");
        }
    }

    @Test
    void timeoutIsTheSetting() {
        try (var upstream = new StubUpstream();
                var gateway = Gateway.start(
                        upstream.url(),
                        "--gateway.upstream.attempt-timeout=77s",
                        "--gateway.upstream.generation-timeout=77s")) {
            assertThat(gateway.part(AimlImageClient.class).timeout()).isEqualTo(Duration.ofSeconds(77));
        }
    }
}
