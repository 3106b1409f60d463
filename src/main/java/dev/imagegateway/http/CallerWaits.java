package dev.imagegateway.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long the server has waited for the caller of one connection, by the part of the exchange. Time in which
 * the server itself was busy or late does not count.
 */
final class CallerWaits {

    /** A note number of Tomcat's request that neither Coyote nor Catalina uses. */
    private static final int NOTE = 20;

    private static final long ANSWER_PIECE_BYTES = 1 << 20;

    private final SocketChannel channel;
    private final Map<SlowPart, Long> nanos = new EnumMap<>(SlowPart.class);
    private final Map<SlowPart, Long> beforeStop = new EnumMap<>(SlowPart.class);
    private final Set<SlowPart> ended = EnumSet.noneOf(SlowPart.class);
    private boolean headDue = true;
    private boolean answered;
    private @Nullable Request request;
    private int requestNumber;
    private long written;
    private long writtenPiece;
    private @Nullable SlowPart lastPart;
    private long lastSample;

    CallerWaits(SocketChannel channel) {
        this.channel = channel;
    }

    static @Nullable CallerWaits of(Request request) {
        return (CallerWaits) request.getNote(NOTE);
    }

    /** The remote address; empty after the connection is closed. */
    String address() {
        var address = channel.socket().getInetAddress();
        return address == null ? "" : address.getHostAddress();
    }

    /**
     * Records that bytes arrived for this processor's request. Bytes of a request that has already started reset
     * nothing.
     */
    synchronized void arrived(Request reader) {
        request = reader;
        reader.setNote(NOTE, this);
        if (!headDue) {
            headDue = true;
            nanos.clear();
        }
    }

    /** Records that a request was served and no bytes of another one have arrived. */
    synchronized void served() {
        headDue = false;
        nanos.clear();
    }

    /** Sets whether the rest of the body is read only to be discarded. */
    synchronized void discarding(boolean discarding) {
        answered = discarding;
    }

    /**
     * Returns the part of the exchange for which the server currently waits; null if it does not wait for the caller.
     *
     * @param read whether Tomcat's poller waits to read
     * @param write whether it waits to write
     * @param serving whether a thread is serving a request on this connection
     */
    synchronized @Nullable SlowPart awaited(boolean read, boolean write, boolean serving) {
        if (!serving) {
            return headDue && ((read && nothingCame()) || write) ? SlowPart.HEAD : null;
        }
        if (read && nothingCame()) {
            return answered ? SlowPart.UNREAD_BODY : SlowPart.BODY;
        }
        return write ? SlowPart.ANSWER : null;
    }

    /**
     * Whether no bytes are available. If the poller has not noticed available bytes yet, the server is late and not the
     * caller.
     */
    private boolean nothingCame() {
        try {
            return channel.socket().getInputStream().available() == 0;
        } catch (IOException _) {
            // the connection was closed or its input shut down
            return false;
        }
    }

    /**
     * Adds the time since the last sample, if the server waited for the same part then.
     *
     * @param most maximum in nanoseconds; if samples are further apart, the server was late
     * @return the total wait for this part in nanoseconds
     */
    synchronized long sample(@Nullable SlowPart part, long now, long most) {
        followExchange();
        var before = lastPart;
        var elapsed = Math.min(now - lastSample, most);
        lastPart = part;
        lastSample = now;
        if (part == null) {
            return 0;
        }
        return part == before ? nanos.merge(part, elapsed, Long::sum) : nanos.getOrDefault(part, 0L);
    }

    /** The wait for this part since the first call of this method, which is at shutdown, in nanoseconds. */
    synchronized long sinceStop(SlowPart part) {
        var waited = nanos.getOrDefault(part, 0L);
        // a lower value means that the count was restarted
        return waited - beforeStop.merge(part, waited, Math::min);
    }

    /**
     * Resets counts between pipelined requests, each of which has its own body, and after each piece of a long
     * response.
     */
    private void followExchange() {
        var current = request;
        if (current == null) {
            return;
        }
        var number = current.getRequestProcessor().getRequestCount();
        if (number != requestNumber) {
            requestNumber = number;
            nanos.remove(SlowPart.BODY);
            nanos.remove(SlowPart.UNREAD_BODY);
        }
        var now = current.getResponse().getContentWritten();
        writtenPiece += now >= written ? now - written : now;
        written = now;
        if (writtenPiece >= ANSWER_PIECE_BYTES) {
            writtenPiece = 0;
            nanos.remove(SlowPart.ANSWER);
        }
    }

    /**
     * Ends the part for which the server waits, from another thread. A reading thread gets the end of the input and a
     * writing thread a closed connection, and each then ends the exchange. Tomcat's own {@code close} is not used,
     * because it recycles buffers that the thread may be using.
     *
     * @return false if the part was ended before
     */
    synchronized boolean end(SlowPart part) throws IOException {
        if (!ended.add(part)) {
            return false;
        }
        if (part == SlowPart.ANSWER) {
            channel.shutdownOutput();
        } else {
            channel.shutdownInput();
        }
        return true;
    }
}
