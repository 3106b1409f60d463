package dev.imagegateway.ratelimit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection to Valkey or Redis that all threads share. No call waits longer than the timeout. */
final class ValkeyConnection implements AutoCloseable {

    /** Connecting may take longer than a call, because only the start and the probe wait for it. */
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

    private static final Duration RECONNECT_AFTER = Duration.ofMillis(200);

    /** Maximum number of unanswered commands. Further calls fail at once. */
    private static final int MAX_QUEUED = 10_000;

    private final ClientResources resources = DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .reconnectDelay(Delay.constant(RECONNECT_AFTER))
            .build();
    private final RedisClient client;
    private final long timeoutMicros;
    private final AtomicBoolean fresh = new AtomicBoolean();
    private volatile @Nullable StatefulRedisConnection<String, String> connection;

    ValkeyConnection(RedisURI uri, @Nullable SslOptions tls, Duration timeout) {
        uri.setTimeout(CONNECT_WITHIN);
        // sentinels do not inherit the timeout
        uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(CONNECT_WITHIN));
        this.client = RedisClient.create(resources, uri);
        client.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> opened, SocketAddress address) {
                fresh.set(true);
            }
        });
        use(tls);
        this.timeoutMicros = TimeUnit.NANOSECONDS.toMicros(timeout.toNanos());
    }

    /** Sets the TLS options of future connections. */
    private void use(@Nullable SslOptions tls) {
        var options = ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_QUEUED)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_WITHIN)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build());
        client.setOptions(
                tls == null ? options.build() : options.sslOptions(tls).build());
    }

    /** Uses a renewed certificate on a new connection. */
    void renew(SslOptions tls) {
        use(tls);
        drop();
    }

    /** Whether the connection was opened or restored since the last call of this method. */
    boolean isNew() {
        return fresh.getAndSet(false);
    }

    /** Opens a connection if there is none. A broken connection is restored automatically. */
    void open() throws StoreAwayException {
        if (connection == null) {
            try {
                connection = client.connect();
            } catch (RedisException e) {
                throw new StoreAwayException(e);
            }
        }
    }

    /** Closes a connection that does not respond. The next {@link #open} creates a new one. */
    void drop() {
        var old = connection;
        connection = null;
        if (old != null) {
            var _ = old.closeAsync();
        }
    }

    <T> T call(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) throws StoreAwayException {
        var open = connection;
        if (open == null) {
            throw new StoreAwayException(null);
        }
        RedisFuture<T> answer;
        try {
            answer = command.apply(open.async());
        } catch (RedisException e) {
            throw new StoreAwayException(e);
        }
        return within(answer);
    }

    /** Waits at most the timeout. An interrupt does not end the wait: it says nothing about Valkey. */
    private <T> T within(RedisFuture<T> answer) throws StoreAwayException {
        var deadline = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(timeoutMicros);
        var wasInterrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException _) {
                    wasInterrupted = true;
                }
            }
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new StoreAwayException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof io.lettuce.core.RedisNoScriptException unknown) {
                throw unknown;
            }
            throw new StoreAwayException(e.getCause());
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        var _ = resources.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
