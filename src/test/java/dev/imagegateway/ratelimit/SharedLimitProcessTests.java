package dev.imagegateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Call;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.process.RedisServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three gateways, one Valkey, and callers who never stop asking: what is admitted stays within the client's rate. */
class SharedLimitProcessTests {

    private static final int BURST = 10;
    private static final int PER_SECOND = 4;

    /** Between a refusal and the next try: many times as often as one is admitted. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final int GATEWAYS = 3;
    private static final int CALLERS = 2;

    private final Queue<LetIn> admitted = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
    private volatile boolean enough;

    /** A request that was let in at some moment between these two. */
    private record LetIn(long sentNanos, long answeredNanos) {}

    @Test
    void rateHoldsWhileValkeyIsThereAndIsAtMostOneBurstMoreAcrossItsAbsence() {
        try (var valkey = RedisServer.start();
                var upstream = RunningSandbox.start()) {
            var gateways = new ArrayList<GatewayProcess>();
            try {
                IntStream.range(0, GATEWAYS)
                        .forEach(_ -> gateways.add(gateway(upstream.sandbox().url(), valkey)));
                var callers = gateways.stream()
                        .flatMap(gateway -> IntStream.range(0, CALLERS).mapToObj(_ -> flood(gateway)))
                        .toList();
                try {
                    admit(BURST + 4);
                    assertWithin(BURST);
                    valkey.pause();
                    await().until(() -> gateways.stream().allMatch(SharedLimitProcessTests::isAlone));
                    // they go on meanwhile, for longer than what is owed then could be forgiven
                    admit(admitted.size() + 14);
                    valkey.resume();
                    await().until(() -> gateways.stream().noneMatch(SharedLimitProcessTests::isAlone));
                    admit(admitted.size() + 6);
                } finally {
                    enough = true;
                    callers.forEach(CompletableFuture::join);
                }
                assertWithin(2 * BURST);
                assertThat(outcomes).containsOnlyKeys("200", "429");
                // each caller met the pause once at most, and nobody after the first answer that was missed
                assertThat(gateways)
                        .allSatisfy(gateway -> assertThat(gateway.metric(
                                        "image_gateway_rate_limit_store_seconds_count", "outcome=\"failed\""))
                                .isBetween(1.0, (double) CALLERS));
            } finally {
                gateways.forEach(GatewayProcess::close);
            }
        }
    }

    private static GatewayProcess gateway(URI upstream, RedisServer valkey) {
        return GatewayProcess.start(
                upstream,
                "--gateway.rate-limit.store=redis",
                "--gateway.rate-limit.replicas=" + GATEWAYS,
                "--gateway.rate-limit.redis.url=" + valkey.url(),
                // a machine that stands still for a moment is no outage here
                "--gateway.rate-limit.redis.timeout=1s",
                "--gateway.rate-limit.redis.probe-interval=200ms",
                "--gateway.clients[0].limits.requests-per-minute=" + 60 * PER_SECOND,
                "--gateway.clients[0].limits.requests-burst=" + BURST);
    }

    private static boolean isAlone(GatewayProcess gateway) {
        return gateway.metric("image_gateway_degraded", "dependency=\"valkey\"") == 1;
    }

    private CompletableFuture<Void> flood(GatewayProcess gateway) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/models"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + TestKeys.CLIENT)
                .build();
        return CompletableFuture.runAsync(
                () -> {
                    while (!enough) {
                        var sent = System.nanoTime();
                        var call = gateway.callUnkept(request);
                        var outcome = call instanceof Call.Answered answered
                                ? Integer.toString(answered.answer().status())
                                : "broken";
                        outcomes.merge(outcome, 1, Integer::sum);
                        if (call.succeeded()) {
                            admitted.add(new LetIn(sent, System.nanoTime()));
                        } else {
                            LockSupport.parkNanos(PAUSE.toNanos());
                        }
                    }
                },
                Thread::startVirtualThread);
    }

    private void admit(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> admitted.size() >= count);
    }

    /** In whichever window one looks: no more than the burst, and the rate for each second of it. */
    private void assertWithin(int burst) {
        var all = List.copyOf(admitted);
        for (var first : all) {
            for (var last : all) {
                var seconds = (last.answeredNanos - first.sentNanos) / 1e9;
                var within = all.stream()
                        .filter(one -> one.sentNanos >= first.sentNanos && one.answeredNanos <= last.answeredNanos)
                        .count();
                assertThat((double) within)
                        .as("admitted in %s s, of %s", seconds, outcomes)
                        .isLessThanOrEqualTo(Math.max(0, burst + PER_SECOND * seconds));
            }
        }
    }
}
