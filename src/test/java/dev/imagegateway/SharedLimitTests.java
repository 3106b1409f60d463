package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.process.RedisServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits that are counted in Valkey, and what becomes of them when it is away. */
class SharedLimitTests extends LimitContract {

    private static RedisServer valkey;

    @BeforeAll
    static void start() {
        valkey = RedisServer.startWithPassword();
    }

    @AfterAll
    static void stop() {
        valkey.close();
    }

    @BeforeEach
    void forget() {
        valkey.flush();
    }

    @Override
    List<String> store() {
        return List.of(
                "--gateway.rate-limit.store=redis",
                "--gateway.rate-limit.redis.url=redis://127.0.0.1:" + valkey.port(),
                "--gateway.rate-limit.redis.password=" + valkey.password(),
                // this machine may stand still for a moment, and that is not what is tested
                "--gateway.rate-limit.redis.timeout=2s",
                "--gateway.rate-limit.redis.probe-interval=100ms");
    }

    private Gateway limited(Sandbox sandbox, String... more) {
        return Gateway.start(
                sandbox.url(), Stream.concat(store().stream(), Stream.of(more)).toArray(String[]::new));
    }

    private static List<Integer> models(Gateway gateway, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> gateway.send(
                                gateway.to("/v1/models").header("Authorization", "Bearer " + TestKeys.CLIENT))
                        .status())
                .toList();
    }

    private static boolean isAway(Gateway gateway) {
        return gateway.metric("degraded", "dependency=\"valkey\"") == 1;
    }

    @Test
    void twoGatewaysShareThem(Sandbox sandbox) {
        String[] slow = {
            "--gateway.clients[0].limits.requests-per-minute=1", "--gateway.clients[0].limits.requests-burst=3"
        };
        try (var one = limited(sandbox, slow);
                var other = limited(sandbox, slow)) {
            assertThat(models(one, 2)).containsOnly(200);
            assertThat(models(other, 2)).containsExactly(200, 429);
            assertThat(models(one, 1)).containsOnly(429);
        }
    }

    @Test
    void everyKeyExpires(Sandbox sandbox) {
        try (var gateway = limited(sandbox)) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(valkey.call("EXISTS image-gateway:{team-a}:in-flight")).isEqualTo(":0");
            sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"1s\"}}");
            var call = gateway.callLater(gateway.generation(Gateway.A_CAT));
            await().until(() -> sandbox.posts().size() == 2);

            assertThat(valkey.call("PTTL image-gateway:{team-a}:in-flight")).matches(":[1-9][0-9]{5}");
            assertThat(valkey.call("ZCARD image-gateway:{team-a}:in-flight")).isEqualTo(":1");
            assertThat(valkey.call("PTTL image-gateway:{team-a}:images")).matches(":([1-9][0-9]*|-2)");

            assertThat(call.join().succeeded()).isTrue();
        }
    }

    @Test
    void withoutValkeyEveryoneIsServedByAShareAndItReturnsByItself(Sandbox sandbox) {
        try (var gateway = limited(
                sandbox,
                "--gateway.rate-limit.replicas=3",
                "--gateway.rate-limit.redis.timeout=50ms",
                "--gateway.clients[0].limits.requests-per-minute=1",
                "--gateway.clients[0].limits.requests-burst=9")) {
            assertThat(models(gateway, 1)).containsOnly(200);
            valkey.kill();
            try {
                // a third of the eight that were left
                assertThat(models(gateway, 4)).containsExactly(200, 200, 429, 429);
                assertThat(isAway(gateway)).isTrue();
                for (var probe : List.of("/health", "/health/liveness", "/health/readiness")) {
                    assertThat(gateway.actuator(probe).status()).isEqualTo(200);
                }
            } finally {
                valkey.restart();
            }
            await().until(() -> !isAway(gateway));
            // it has forgotten the first one, and was told of the two
            assertThat(models(gateway, 8)).containsExactly(200, 200, 200, 200, 200, 200, 200, 429);
        }
    }

    @Test
    void pausedValkeyIsSkippedAndItsPlacesAreTruePlacesAfterwards(Sandbox sandbox) {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"1s\"}}");
        try (var gateway = limited(
                sandbox,
                "--gateway.rate-limit.redis.timeout=50ms",
                "--gateway.clients[0].limits.generations-in-flight=2")) {
            var before = gateway.callLater(gateway.generation(Gateway.A_CAT));
            await().until(() -> sandbox.posts().size() == 1);
            valkey.pause();
            try {
                var during = gateway.callLater(gateway.generation(Gateway.A_CAT));
                await().until(() -> sandbox.posts().size() == 2);
                assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("too-many-in-flight");
                assertThat(before.join().succeeded()).isTrue();
                assertThat(during.join().succeeded()).isTrue();
                models(gateway, 50);
                // those that were under way together when it was paused, and nobody after
                assertThat(gateway.metric("rate_limit_store_seconds_count", "outcome=\"failed\""))
                        .isBetween(1.0, 3.0);
            } finally {
                valkey.resume();
            }
            await().until(() -> !isAway(gateway));
            assertThat(valkey.call("ZCARD image-gateway:{team-a}:in-flight")).isEqualTo(":0");
        }
    }

    @Test
    void placesThatWereTakenTooLateToSayAreFreeAgain(Sandbox sandbox) {
        try (var gateway = limited(
                sandbox,
                "--gateway.rate-limit.redis.timeout=50ms",
                "--gateway.rate-limit.replicas=8",
                "--gateway.clients[0].limits.generations-in-flight=8")) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"500ms\"}}");
            valkey.call("CLIENT PAUSE 400 ALL");
            var calls = IntStream.range(0, 8)
                    .mapToObj(_ -> gateway.callLater(gateway.generation(Gateway.A_CAT)))
                    .toList();

            // one is this process's share; the others took a place in Valkey all the same, when it woke
            assertThat(calls.stream().filter(call -> call.join().succeeded())).hasSize(1);
            await().until(() -> !isAway(gateway));
            await().until(() ->
                    valkey.call("ZCARD image-gateway:{team-a}:in-flight").equals(":0"));
        }
    }

    @Test
    void flappingValkeyDoesNotHandOutABurstEachTime(Sandbox sandbox) {
        try (var gateway = limited(
                sandbox,
                "--gateway.rate-limit.redis.timeout=50ms",
                "--gateway.clients[0].limits.requests-per-minute=1",
                "--gateway.clients[0].limits.requests-burst=10")) {
            var admitted = 0L;
            for (int flap = 0; flap < 5; flap++) {
                valkey.call("CLIENT PAUSE 300 ALL");
                admitted += models(gateway, 15).stream()
                        .filter(status -> status == 200)
                        .count();
                assertThat(isAway(gateway)).isTrue();
                await().until(() -> !isAway(gateway));
            }
            // a burst, and what a slow machine's minute brings
            assertThat(admitted).isBetween(10L, 11L);
        }
    }

    @Test
    void valkeyThatCannotBeWrittenIsAway(Sandbox sandbox) {
        try (var gateway = limited(sandbox)) {
            assertThat(models(gateway, 1)).containsOnly(200);
            // as one that lost a failover
            assertThat(valkey.call("REPLICAOF 127.0.0.1 1")).isEqualTo("+OK");
            try {
                assertThat(models(gateway, 3)).containsOnly(200);
                assertThat(isAway(gateway)).isTrue();
                var failed = gateway.metric("rate_limit_store_seconds_count", "outcome=\"failed\"");
                await().during(Duration.ofSeconds(1)).until(() -> isAway(gateway));
                models(gateway, 3);
                assertThat(gateway.metric("rate_limit_store_seconds_count", "outcome=\"failed\""))
                        .isEqualTo(failed);
            } finally {
                valkey.call("REPLICAOF NO ONE");
            }
            await().until(() -> !isAway(gateway));
        }
    }

    @Test
    void generationsUnderWayAreEnteredAgainWhenValkeyHasForgottenThem(Sandbox sandbox) {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"8s\"}}");
        try (var gateway = limited(sandbox)) {
            var call = gateway.callLater(gateway.generation(Gateway.A_CAT));
            await().until(() -> sandbox.posts().size() == 1);
            valkey.kill();
            valkey.restart();

            // nobody asked meanwhile, so that nobody noticed
            await().until(() ->
                    valkey.call("ZCARD image-gateway:{team-a}:in-flight").equals(":1"));

            assertThat(call.join().succeeded()).isTrue();
            await().until(() ->
                    valkey.call("ZCARD image-gateway:{team-a}:in-flight").equals(":0"));
        }
    }

    @Test
    void slowValkeyIsSkippedToo(Sandbox sandbox) {
        try (var gateway = limited(
                sandbox, "--gateway.rate-limit.redis.timeout=50ms", "--gateway.rate-limit.redis.probe-interval=2s")) {
            assertThat(models(gateway, 1)).containsOnly(200);
            // it answers everything, half a second late
            assertThat(valkey.call("CLIENT PAUSE 500 ALL")).isEqualTo("+OK");

            assertThat(models(gateway, 20)).containsOnly(200);

            assertThat(isAway(gateway)).isTrue();
            assertThat(gateway.metric("rate_limit_store_seconds_count", "outcome=\"failed\""))
                    .isEqualTo(1);
            await().until(() -> !isAway(gateway));
            assertThat(models(gateway, 20)).containsOnly(200);
        }
    }

    @Test
    void startDoesNotNeedIt(Sandbox sandbox) {
        valkey.kill();
        try (var gateway = limited(sandbox)) {
            try {
                assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
                assertThat(isAway(gateway)).isTrue();
            } finally {
                valkey.restart();
            }
            await().until(() -> !isAway(gateway));
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(valkey.call("EXISTS image-gateway:{team-a}:images")).isNotNull();
        }
    }

    @Test
    void wrongPasswordIsAnOutageTooAndNobodyReadsIt(Sandbox sandbox) {
        var wrong = URI.create("redis://127.0.0.1:" + valkey.port());
        try (var gateway = limited(
                sandbox,
                "--gateway.rate-limit.redis.url=" + wrong,
                "--gateway.rate-limit.redis.password=" + TestKeys.STRANGER)) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(isAway(gateway)).isTrue();
        }
    }
}
