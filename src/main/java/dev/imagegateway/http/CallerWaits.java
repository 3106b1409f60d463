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
 * How long the server has waited for the caller of one connection, by what it waited for. Time in which the server
 * itself was busy or late does not count.
 */
final class CallerWaits {

    /** Of Tomcat's notes on a request, one that neither Coyote nor Catalina uses. */
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

    /** The other end of the connection; empty once it is closed. */
    String address() {
        var address = channel.socket().getInetAddress();
        return address == null ? "" : address.getHostAddress();
    }

    /** Bytes came that this request's processor will read. Those of a request that began earlier reset nothing. */
    synchronized void arrived(Request reader) {
        request = reader;
        reader.setNote(NOTE, this);
        if (!headDue) {
            headDue = true;
            nanos.clear();
        }
    }

    /** A request was served, and nothing of a further one has come. */
    synchronized void served() {
        headDue = false;
        nanos.clear();
    }

    /** From now on, what comes of the request's body is read only to be thrown away; or no longer. */
    synchronized void discarding(boolean discarding) {
        answered = discarding;
    }

    /**
     * What the server waits for at this moment, if it is the caller.
     *
     * @param read whether Tomcat's poller waits for bytes of the caller
     * @param write whether it waits until the caller takes bytes
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

    /** Bytes that the poller has not seen yet are the server's to fetch: it is late, not the caller. */
    private boolean nothingCame() {
        try {
            return channel.socket().getInputStream().available() == 0;
        } catch (IOException _) {
            // it was closed, or told to end
            return false;
        }
    }

    /**
     * Adds the time since the last sample, if the server waited for the same then.
     *
     * @param most nanoseconds; when samples are further apart, it was the server that was late
     * @return for how many nanoseconds it has waited for this, in all
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

    /** For how many nanoseconds of that it has waited since this was first asked, which is when the server stops. */
    synchronized long sinceStop(SlowPart part) {
        var waited = nanos.getOrDefault(part, 0L);
        // less than before means that the count began again
        return waited - beforeStop.merge(part, waited, Math::min);
    }

    /** Pipelined requests are served in one go: each has a body of its own, and a long answer has time by its length. */
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
     * Ends the part for which the server waits, from outside: the thread that reads finds the end of the request, the
     * one that writes a closed connection, and each then ends the exchange itself. Tomcat's own {@code close} recycles
     * buffers that this thread may be using.
     *
     * @return false if it was ended before
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
