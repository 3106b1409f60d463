package dev.imagegateway.connection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

/**
 * Shows the outgoing connections of a provider beside their bound. Reactor Netty's own meters have a tag for each remote
 * address, which nothing bounds.
 */
public final class PoolGauges implements ConnectionProvider.MeterRegistrar {

    private final Map<Pool, ConnectionPoolMetrics> pools = new ConcurrentHashMap<>();

    private record Pool(String id, SocketAddress remote) {}

    /**
     * Registers the gauges.
     *
     * @param peer who is connected to
     * @param max the most connections to one host
     */
    public PoolGauges(String peer, int max, MeterRegistry meters) {
        Gauge.builder("image.gateway.connection.pool", () -> sum(ConnectionPoolMetrics::acquiredSize))
                .description("Outgoing connections in use")
                .tag("peer", peer)
                .register(meters);
        Gauge.builder("image.gateway.connection.pool.pending", () -> sum(ConnectionPoolMetrics::pendingAcquireSize))
                .description("Requests that wait for an outgoing connection")
                .tag("peer", peer)
                .register(meters);
        Gauge.builder("image.gateway.connection.pool.max", () -> max)
                .description("Outgoing connections to one host that may be in use")
                .tag("peer", peer)
                .register(meters);
    }

    private int sum(ToIntFunction<ConnectionPoolMetrics> number) {
        return pools.values().stream().mapToInt(number).sum();
    }

    @Override
    public void registerMetrics(String name, String id, SocketAddress remote, ConnectionPoolMetrics pool) {
        pools.put(new Pool(id, remote), pool);
    }

    @Override
    public void deRegisterMetrics(String name, String id, SocketAddress remote) {
        pools.remove(new Pool(id, remote));
    }
}
