package dev.imagegateway.ratelimit;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.process.RedisServer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Gateways that count limits in one Valkey. */
record ValkeyGateways(RedisServer valkey) implements AutoCloseable {

    static ValkeyGateways start() {
        return new ValkeyGateways(RedisServer.startWithPassword());
    }

    List<String> settings() {
        return List.of(
                "--gateway.rate-limit.store=redis",
                "--gateway.rate-limit.redis.url=redis://127.0.0.1:" + valkey.port(),
                "--gateway.rate-limit.redis.password=" + valkey.password(),
                // this machine may stand still for a moment, and that is not what is tested
                "--gateway.rate-limit.redis.timeout=2s",
                "--gateway.rate-limit.redis.probe-interval=100ms");
    }

    Gateway gateway(Sandbox sandbox, String... more) {
        return Gateway.start(
                sandbox.url(),
                Stream.concat(settings().stream(), Stream.of(more)).toArray(String[]::new));
    }

    /** The statuses of some cheap requests. */
    static List<Integer> models(Gateway gateway, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> gateway.send(
                                gateway.to("/v1/models").header("Authorization", "Bearer " + TestKeys.CLIENT))
                        .status())
                .toList();
    }

    static boolean isAway(Gateway gateway) {
        return gateway.metric("image_gateway_degraded", "dependency=\"valkey\"") == 1;
    }

    /** Questions to Valkey that were not answered in time. */
    static double failed(Gateway gateway) {
        return gateway.metric("image_gateway_rate_limit_store_seconds_count", "outcome=\"failed\"");
    }

    @Override
    public void close() {
        valkey.close();
    }
}
