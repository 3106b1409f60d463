package dev.imagegateway.http;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1, which also ends connections whose callers are slow. Tomcat's own time-outs are about silence: a
 * byte now and then, be it of a header, a chunk's extension or a TLS handshake, holds a connection for ever.
 */
public final class GuardedProtocol extends Http11NioProtocol {

    /** Bytes. Tomcat's own 8 KB are for pages; a request and its answer fit in this, and base64 is as quick. */
    private static final int BUFFER = 2048;

    /** Bytes; nobody sends trailers, and each request that waits has room for them. */
    private static final int TRAILERS = 1024;

    /** Bytes of one body's chunk extensions; they mean nothing here, and those of known clients have fewer. */
    private static final int EXTENSIONS = 1024;

    private @Nullable ConnectionWatch watch;
    private @Nullable Future<?> checks;

    /** With buffers as small as a request that waits needs, for thousands may wait at once. */
    public GuardedProtocol() {
        var socket = getEndpoint().getSocketProperties();
        socket.setAppReadBufSize(BUFFER);
        socket.setAppWriteBufSize(2 * BUFFER);
        setMaxTrailerSize(TRAILERS);
        setMaxExtensionSize(EXTENSIONS);
    }

    /** Before the start. */
    void setWatch(ConnectionWatch watch) {
        this.watch = watch;
    }

    private ConnectionWatch watch() {
        if (watch == null) {
            throw new IllegalStateException("A guarded connector needs a watch before it starts");
        }
        return watch;
    }

    /** Of characters and of bytes of an answer, before they are cut into chunks. */
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

    /** A graceful stop begins so. */
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
