package dev.imagegateway.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.connector.CoyoteInputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reads and discards the rest of a refused request's body, after its answer. Closing at once could lose the answer,
 * since a socket that is closed with unread bytes resets the connection. {@link ConnectionWatch} bounds the time.
 */
final class UnreadBodyValve extends ValveBase {

    UnreadBodyValve() {
        super(true);
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
        var waits = CallerWaits.of(request.getCoyoteRequest());
        try {
            // the caller gets the answer first
            response.finishResponse();
            discarding(waits, true);
            var most = mostBytes(request);
            var piece = new Piece();
            long total = 0;
            while (total <= most) {
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
        } finally {
            discarding(waits, false);
        }
    }

    private static void discarding(@Nullable CallerWaits waits, boolean discarding) {
        if (waits != null) {
            waits.discarding(discarding);
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
