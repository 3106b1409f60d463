package dev.imagegateway.http;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1 protocol, extended by {@link ConnectionWatch}. Tomcat's own timeouts only detect silence: a byte
 * now and then in a header, a chunk extension or a TLS handshake holds a connection forever.
 */
public final class GuardedProtocol extends Http11NioProtocol {

    /** Bytes. Tomcat's default of 8 KB suits pages. Requests and responses fit in this size, and base64 is as fast. */
    private static final int BUFFER = 2048;

    /** Bytes. Clients send no trailers, and each waiting request reserves room for them. */
    private static final int TRAILERS = 1024;

    /** Bytes of chunk extensions per body. They are ignored here, and known clients send fewer. */
    private static final int EXTENSIONS = 1024;

    private @Nullable ConnectionWatch watch;
    private @Nullable Future<?> checks;

    /** Uses small buffers, because thousands of requests may wait at once. */
    public GuardedProtocol() {
        var socket = getEndpoint().getSocketProperties();
        socket.setAppReadBufSize(BUFFER);
        socket.setAppWriteBufSize(2 * BUFFER);
        setMaxTrailerSize(TRAILERS);
        setMaxExtensionSize(EXTENSIONS);
    }

    /** Must be called before the start. */
    void setWatch(ConnectionWatch watch) {
        this.watch = watch;
    }

    private ConnectionWatch watch() {
        if (watch == null) {
            throw new IllegalStateException("A guarded connector needs a watch before it starts");
        }
        return watch;
    }

    /** The size of the response's character and byte buffers before it is chunked. */
    @Override
    public int getDesiredBufferSize() {
        return BUFFER;
    }

    @Override
    protected Processor createProcessor() {
        return new GuardedProcessor(this, getAdapter(), watch());
    }

    @Override
    public void start() throws Exception {
        super.start();
        var pause = watch().pause().toMillis();
        checks = getUtilityExecutor()
                .scheduleWithFixedDelay(
                        () -> watch().look(getEndpoint().getConnections()), pause, pause, TimeUnit.MILLISECONDS);
    }

    /** The first step of a graceful shutdown. */
    @Override
    public void pause() throws Exception {
        watch().stopping(true);
        super.pause();
    }

    @Override
    public void resume() throws Exception {
        super.resume();
        watch().stopping(false);
    }

    @Override
    public void stop() throws Exception {
        if (checks != null) {
            checks.cancel(false);
        }
        super.stop();
    }
}
