package dev.imagegateway.ratelimit;

import static dev.imagegateway.ratelimit.ValkeyGateways.failed;
import static dev.imagegateway.ratelimit.ValkeyGateways.isAway;
import static dev.imagegateway.ratelimit.ValkeyGateways.models;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of shared limits when Valkey is killed, paused, slow, read-only or not there yet. */
@ExtendWith(Suite.class)
class ValkeyAbsenceTests {

    private static ValkeyGateways gateways;

    @BeforeAll
    static void start() {
        gateways = ValkeyGateways.start();
    }

    @AfterAll
    static void stop() {
        gateways.close();
    }

    @BeforeEach
    void forget() {
        gateways.valkey().flush();
    }

    @Test
    void withoutValkeyEveryoneIsServedByAShareAndItReturnsByItself(Sandbox sandbox) {
        try (var gateway = gateways.gateway(
                sandbox,
                "--gateway.rate-limit.replicas=3",
                "--gateway.clients[0].limits.requests-per-minute=1",
                "--gateway.clients[0].limits.requests-burst=9")) {
            assertThat(models(gateway, 1)).containsOnly(200);
            gateways.valkey().kill();
            try {
                // a third of the eight that were left
                assertThat(models(gateway, 4)).containsExactly(200, 200, 429, 429);
                assertThat(isAway(gateway)).isTrue();
                for (var probe : List.of("/health", "/health/liveness", "/health/readiness")) {
                    assertThat(gateway.actuator(probe).status()).isEqualTo(200);
                }
            } finally {
                gateways.valkey().restart();
            }
            await().until(() -> !isAway(gateway));
            // it has forgotten the first one, and was told of the two
            assertThat(models(gateway, 8)).containsExactly(200, 200, 200, 200, 200, 200, 200, 429);
        }
    }

    @Test
    void pausedValkeyIsSkippedAndItsPlacesAreTruePlacesAfterwards(Sandbox sandbox) {
        try (var gate = new PostGate(sandbox.url());
                var gateway = gateways.gateway(
                        sandbox,
                        gate.setting(),
                        "--gateway.rate-limit.redis.timeout=1s",
                        "--gateway.clients[0].limits.generations-in-flight=2")) {
            gate.hold();
            var before = gateway.callLater(gateway.generation(Gateway.A_CAT));
            await().until(() -> gate.posts() == 1);
            gateways.valkey().pause();
            try {
                var during = gateway.callLater(gateway.generation(Gateway.A_CAT));
                await().until(() -> gate.posts() == 2);
                assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("too-many-in-flight");
                gate.letGo();
                assertThat(before.join().succeeded()).isTrue();
                assertThat(during.join().succeeded()).isTrue();
                models(gateway, 50);
                // those that were under way together when it was paused, and nobody after
                assertThat(failed(gateway)).isBetween(1.0, 3.0);
            } finally {
                gateways.valkey().resume();
            }
            await().until(() -> !isAway(gateway));
            assertThat(gateways.valkey().call("ZCARD image-gateway:{team-a}:in-flight"))
                    .isEqualTo(":0");
        }
    }

    @Test
    void placesThatWereTakenTooLateToSayAreFreeAgain(Sandbox sandbox) {
        try (var gate = new PostGate(sandbox.url());
                var gateway = gateways.gateway(
                        sandbox,
                        gate.setting(),
                        "--gateway.rate-limit.redis.timeout=1s",
                        "--gateway.rate-limit.replicas=8",
                        "--gateway.clients[0].limits.generations-in-flight=8")) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            gate.hold();
            gateways.valkey().pause();
            var calls = Stream.generate(() -> gateway.callLater(gateway.generation(Gateway.A_CAT)))
                    .limit(8)
                    .toList();
            try {
                await().until(() ->
                        calls.stream().filter(CompletableFuture::isDone).count() == 7);
            } finally {
                gateways.valkey().resume();
            }
            gate.letGo();

            // one is this process's share; the others took a place in Valkey all the same, when it woke
            assertThat(calls.stream().filter(call -> call.join().succeeded())).hasSize(1);
            await().until(() -> !isAway(gateway));
            await().until(() -> gateways.valkey()
                    .call("ZCARD image-gateway:{team-a}:in-flight")
                    .equals(":0"));
        }
    }

    @Test
    void flappingValkeyDoesNotHandOutABurstEachTime(Sandbox sandbox) {
        try (var gateway = gateways.gateway(
                sandbox,
                "--gateway.rate-limit.redis.timeout=50ms",
                "--gateway.clients[0].limits.requests-per-minute=1",
                "--gateway.clients[0].limits.requests-burst=10")) {
            var admitted = 0L;
            for (int flap = 0; flap < 5; flap++) {
                gateways.valkey().pause();
                try {
                    admitted += models(gateway, 15).stream()
                            .filter(status -> status == 200)
                            .count();
                    assertThat(isAway(gateway)).isTrue();
                } finally {
                    gateways.valkey().resume();
                }
                await().until(() -> !isAway(gateway));
            }
            // a burst, and what a slow machine's minute brings
            assertThat(admitted).isBetween(10L, 11L);
        }
    }

    @Test
    void valkeyThatCannotBeWrittenIsAway(Sandbox sandbox) {
        try (var gateway = gateways.gateway(sandbox)) {
            assertThat(models(gateway, 1)).containsOnly(200);
            // as one that lost a failover
            assertThat(gateways.valkey().call("REPLICAOF 127.0.0.1 1")).isEqualTo("+OK");
            try {
                assertThat(models(gateway, 3)).containsOnly(200);
                assertThat(isAway(gateway)).isTrue();
                var failed = failed(gateway);
                await().during(Duration.ofSeconds(1)).until(() -> isAway(gateway));
                models(gateway, 3);
                assertThat(failed(gateway)).isEqualTo(failed);
            } finally {
                gateways.valkey().call("REPLICAOF NO ONE");
            }
            await().until(() -> !isAway(gateway));
        }
    }

    @Test
    void generationsUnderWayAreEnteredAgainWhenValkeyHasForgottenThem(Sandbox sandbox) {
        try (var gate = new PostGate(sandbox.url());
                var gateway = gateways.gateway(sandbox, gate.setting())) {
            gate.hold();
            var call = gateway.callLater(gateway.generation(Gateway.A_CAT));
            await().until(() -> gate.posts() == 1);
            gateways.valkey().kill();
            gateways.valkey().restart();

            // nobody asked meanwhile, so that nobody noticed
            await().until(() -> gateways.valkey()
                    .call("ZCARD image-gateway:{team-a}:in-flight")
                    .equals(":1"));

            gate.letGo();
            assertThat(call.join().succeeded()).isTrue();
            await().until(() -> gateways.valkey()
                    .call("ZCARD image-gateway:{team-a}:in-flight")
                    .equals(":0"));
        }
    }

    @Test
    void slowValkeyIsSkippedToo(Sandbox sandbox) {
        try (var gateway = gateways.gateway(sandbox)) {
            assertThat(models(gateway, 1)).containsOnly(200);
            // it answers everything, and too late
            gateways.valkey().pause();
            try {
                assertThat(models(gateway, 20)).containsOnly(200);

                assertThat(isAway(gateway)).isTrue();
                assertThat(failed(gateway)).isEqualTo(1);
            } finally {
                gateways.valkey().resume();
            }
            await().until(() -> !isAway(gateway));
            assertThat(models(gateway, 20)).containsOnly(200);
        }
    }

    @Test
    void startDoesNotNeedIt(Sandbox sandbox) {
        gateways.valkey().kill();
        try (var gateway = gateways.gateway(sandbox)) {
            try {
                assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
                assertThat(isAway(gateway)).isTrue();
            } finally {
                gateways.valkey().restart();
            }
            await().until(() -> !isAway(gateway));
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(gateways.valkey().call("EXISTS image-gateway:{team-a}:images"))
                    .isNotNull();
        }
    }

    @Test
    void wrongPasswordIsAnOutageTooAndNobodyReadsIt(Sandbox sandbox) {
        var wrong = URI.create("redis://127.0.0.1:" + gateways.valkey().port());
        try (var gateway = gateways.gateway(
                sandbox,
                "--gateway.rate-limit.redis.url=" + wrong,
                "--gateway.rate-limit.redis.password=" + TestKeys.STRANGER)) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(isAway(gateway)).isTrue();
        }
    }
}
