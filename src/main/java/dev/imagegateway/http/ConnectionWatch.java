package dev.imagegateway.http;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Periodically checks all connections of a port and ends those of slow callers, regardless of what the serving thread
 * does. Timeouts of single reads are not enough: a blocking read of Tomcat returns only with a byte of data, so chunk
 * sizes, extensions and trailers can keep it blocked as long as their bytes arrive.
 */
final class ConnectionWatch {

    private static final Logger log = LoggerFactory.getLogger(ConnectionWatch.class);

    /** Time for incomplete bodies during shutdown. No generation depends on them yet. */
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(1);

    private final WaitLimits limits;
    private final ClosedConnections closed;
    private final Map<SocketWrapperBase<?>, CallerWaits> waits = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    ConnectionWatch(WaitLimits limits, ClosedConnections closed) {
        this.limits = limits;
        this.closed = closed;
    }

    /** Returns the waits of a connection. The caller must hold the connection's lock. */
    CallerWaits of(SocketWrapperBase<?> connection) {
        return waits.computeIfAbsent(connection, key -> new CallerWaits(((NioChannel) key.getSocket()).getIOChannel()));
    }

    /** Sets whether the server is shutting down. */
    void stopping(boolean now) {
        stopping = now;
    }

    /** The time between two checks. */
    Duration pause() {
        return Duration.ofMillis(Math.clamp(limits.shortest().toMillis() / 10, 50, 1000));
    }

    void look(Iterable<SocketWrapperBase<NioChannel>> connections) {
        try {
            waits.keySet().removeIf(SocketWrapperBase::isClosed);
            connections.forEach(connection -> {
                if (connection instanceof NioSocketWrapper nio) {
                    look(nio);
                }
            });
            closed.log(System.nanoTime());
        } catch (RuntimeException e) {
            // a thrown exception would end the scheduled checks
            log.warn("Slow connections could not be looked for", e);
        }
    }

    /** Checks a connection. Tomcat holds the connection's lock while it serves a request. */
    private void look(NioSocketWrapper connection) {
        var lock = connection.getLock();
        if (!lock.tryLock()) {
            lookAtExchange(connection);
            return;
        }
        try {
            if (connection.isClosed() || isUpgraded(connection)) {
                return;
            }
            var known = of(connection);
            var late = lateWith(connection, known, false);
            if (late != null) {
                closed.add(late, known.address());
                connection.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void lookAtExchange(NioSocketWrapper connection) {
        var known = waits.get(connection);
        if (known == null) {
            return;
        }
        var late = lateWith(connection, known, true);
        if (late == null) {
            return;
        }
        try {
            var address = known.address();
            if (known.end(late)) {
                closed.add(late, address);
            }
        } catch (IOException e) {
            log.debug("A slow connection was closed already", e);
        }
    }

    private @Nullable SlowPart lateWith(NioSocketWrapper connection, CallerWaits known, boolean serving) {
        var part = known.awaited(
                connection.interestOpsHas(SelectionKey.OP_READ),
                connection.interestOpsHas(SelectionKey.OP_WRITE),
                serving);
        var waited = known.sample(part, System.nanoTime(), pause().toNanos());
        if (part == null) {
            return null;
        }
        var isLate = waited > limits.of(part).toNanos()
                || (stopping && part != SlowPart.ANSWER && known.sinceStop(part) > PATIENCE_AT_STOP.toNanos());
        return isLate ? part : null;
    }

    /** HTTP/2, if it is enabled, has its own timeouts. */
    private static boolean isUpgraded(SocketWrapperBase<?> connection) {
        return connection.getCurrentProcessor() instanceof Processor processor && processor.isUpgrade();
    }
}
