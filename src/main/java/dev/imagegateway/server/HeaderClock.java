package dev.imagegateway.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Since when each connection has owed a request's line and headers. A new connection owes them from the start, one that
 * has been served from its next byte on; in between it owes nothing. Whoever asks about a connection holds its lock.
 */
final class HeaderClock {

    private record Debt(boolean owed, long since) {}

    private static final Debt NONE = new Debt(false, 0);

    private final Map<SocketWrapperBase<?>, Debt> debts = new ConcurrentHashMap<>();

    /** It was seen for the first time, or not. */
    void seen(SocketWrapperBase<?> connection) {
        debts.computeIfAbsent(connection, _ -> new Debt(true, System.nanoTime()));
    }

    /** Bytes came. Those of a request that began earlier do not wind the clock back. */
    void arrived(SocketWrapperBase<?> connection) {
        debts.merge(connection, new Debt(true, System.nanoTime()), (before, now) -> before.owed() ? before : now);
    }

    /** It was served, and nothing of another request has come. */
    void served(SocketWrapperBase<?> connection) {
        debts.put(connection, NONE);
    }

    /** For how many nanoseconds it has owed; 0 if it owes nothing. */
    long owedFor(SocketWrapperBase<?> connection) {
        var debt = debts.getOrDefault(connection, NONE);
        return debt.owed() ? System.nanoTime() - debt.since() : 0;
    }

    void forgetClosed() {
        debts.keySet().removeIf(SocketWrapperBase::isClosed);
    }
}
