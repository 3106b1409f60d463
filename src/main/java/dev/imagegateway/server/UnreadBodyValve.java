package dev.imagegateway.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.catalina.connector.CoyoteInputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reads on what a refused request still sends, for a while. Closing at once could lose the answer, since a socket closed
 * with unread bytes resets the connection; Tomcat itself reads on up to a size, but for as long as it takes.
 */
final class UnreadBodyValve extends ValveBase {

    private final Duration patience;

    UnreadBodyValve(Duration patience) {
        super(true);
        this.patience = patience;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.isAsync() || !(request.getStream() instanceof CoyoteInputStream body) || body.isFinished()) {
            return;
        }
        // who waits for 100 Continue sends no body now
        if (request.getCoyoteRequest().hasExpectation() || !isReadToItsEnd(request, response)) {
            // and the connection is closed
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private boolean isReadToItsEnd(Request request, Response response) {
        try {
            // the caller gets the answer first
            response.finishResponse();
            var most = mostBytes(request);
            var started = System.nanoTime();
            var piece = new Piece();
            long total = 0;
            while (total <= most && System.nanoTime() - started < patience.toNanos()) {
                // below the servlet's stream, which whoever answered may have closed
                var read = request.getCoyoteRequest().doRead(piece);
                if (read < 0) {
                    return true;
                }
                total += read;
            }
            return false;
        } catch (IOException _) {
            // it stopped, or broke off
            return false;
        }
    }

    /** {@code server.tomcat.max-swallow-size}; below 0 it sets no limit. */
    private static long mostBytes(Request request) {
        var most = request.getConnector().getProtocolHandler() instanceof AbstractHttp11Protocol<?> http
                ? http.getMaxSwallowSize()
                : 0;
        return most < 0 ? Long.MAX_VALUE : most;
    }

    /** What was read, and is of no use. */
    private static final class Piece implements ApplicationBufferHandler {

        private @Nullable ByteBuffer bytes;

        @Override
        public void setByteBuffer(@Nullable ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // it is handed a buffer, and needs none of its own
        }
    }
}
