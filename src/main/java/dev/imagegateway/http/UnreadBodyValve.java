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
 * Reads and discards the rest of a refused request's body after the response. Closing at once could lose the response,
 * because closing a socket with unread bytes resets the connection. {@link ConnectionWatch} limits the time.
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
        // a caller that waits for 100 Continue sends no body now
        if (request.getCoyoteRequest().hasExpectation() || !isReadToItsEnd(request, response)) {
            // disabling closes the connection
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private boolean isReadToItsEnd(Request request, Response response) {
        var waits = CallerWaits.of(request.getCoyoteRequest());
        try {
            // send the response first
            response.finishResponse();
            discarding(waits, true);
            var most = mostBytes(request);
            var piece = new Piece();
            long total = 0;
            while (total <= most) {
                // below the servlet's stream, which may be closed
                var read = request.getCoyoteRequest().doRead(piece);
                if (read < 0) {
                    return true;
                }
                total += read;
            }
            return false;
        } catch (IOException _) {
            // the caller stopped sending or disconnected
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

    /** {@code server.tomcat.max-swallow-size}; negative for no limit. */
    private static long mostBytes(Request request) {
        var most = request.getConnector().getProtocolHandler() instanceof AbstractHttp11Protocol<?> http
                ? http.getMaxSwallowSize()
                : 0;
        return most < 0 ? Long.MAX_VALUE : most;
    }

    /** Receives discarded bytes. */
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
            // the reader supplies the buffer
        }
    }
}
