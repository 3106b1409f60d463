package dev.imagegateway.server;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's HTTP/1.1, which also closes connections that do not come to the point. Tomcat's own time-outs are about
 * silence: a byte now and then, be it of a header or of a TLS handshake, holds a connection for ever.
 */
public final class GuardedProtocol extends Http11NioProtocol {

    private static final Logger log = LoggerFactory.getLogger(GuardedProtocol.class);

    /** Bytes. Tomcat's own 8 KB are for pages; a request and its answer fit in this, and base64 is as quick. */
    private static final int BUFFER = 2048;

    /** Bytes; nobody sends trailers, and each request that waits has room for them. */
    private static final int TRAILERS = 1024;

    private final HeaderClock clock = new HeaderClock();
    private Duration headerTimeout = Duration.ofSeconds(10);
    private @Nullable Future<?> sweeps;

    /** With buffers as small as a request that waits needs, for thousands may wait at once. */
    public GuardedProtocol() {
        var socket = getEndpoint().getSocketProperties();
        socket.setAppReadBufSize(BUFFER);
        socket.setAppWriteBufSize(2 * BUFFER);
        setMaxTrailerSize(TRAILERS);
    }

    /** Before the start. */
    void setHeaderTimeout(Duration timeout) {
        headerTimeout = timeout;
    }

    /** Of characters and of bytes of an answer, before they are cut into chunks. */
    @Override
    public int getDesiredBufferSize() {
        return BUFFER;
    }

    @Override
    protected Processor createProcessor() {
        return new GuardedProcessor(this, getAdapter(), clock);
    }

    @Override
    public void start() throws Exception {
        super.start();
        var pause = Math.clamp(headerTimeout.toMillis() / 10, 50, 1000);
        sweeps = getUtilityExecutor().scheduleWithFixedDelay(this::sweep, pause, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (sweeps != null) {
            sweeps.cancel(false);
        }
        super.stop();
    }

    private void sweep() {
        try {
            clock.forgetClosed();
            getEndpoint().getConnections().forEach(this::closeIfLate);
        } catch (RuntimeException e) {
            // thrown on, it would end all later sweeps
            log.warn("Slow connections could not be looked for", e);
        }
    }

    /**
     * Tomcat holds the lock as long as it handles what came, and that includes serving a request: who has the lock
     * neither cuts one off nor shares the connection's buffers with anyone.
     */
    private void closeIfLate(SocketWrapperBase<NioChannel> connection) {
        var lock = connection.getLock();
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (connection.isClosed() || isUpgraded(connection)) {
                return;
            }
            clock.seen(connection);
            if (clock.owedFor(connection) > headerTimeout.toNanos()) {
                log.debug("Closed a connection whose request did not begin in time");
                connection.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** HTTP/2, where someone switches it on, has time-outs of its own. */
    private static boolean isUpgraded(SocketWrapperBase<?> connection) {
        return connection.getCurrentProcessor() instanceof Processor processor && processor.isUpgrade();
    }
}
