package dev.imagegateway.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Lets bodies be small and quick only, whoever reads them: actuator reads one whole even where it has no use for it, and
 * nobody has to say who they are on the management port.
 */
final class SmallBodyValve extends ValveBase {

    private static final long MOST_BYTES = 65_536;

    private final Duration patience;

    SmallBodyValve(Duration patience) {
        super(true);
        this.patience = patience;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var coyote = request.getCoyoteRequest();
        var all = coyote.getInputBuffer();
        coyote.setInputBuffer(new Bounded(all, System.nanoTime()));
        try {
            getNext().invoke(request, response);
        } finally {
            // Tomcat uses the same request again
            coyote.setInputBuffer(all);
        }
    }

    private final class Bounded implements InputBuffer {

        private final InputBuffer all;
        private final long started;
        private long total;

        private Bounded(InputBuffer all, long started) {
            this.all = all;
            this.started = started;
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            var read = all.doRead(handler);
            total += Math.max(read, 0);
            if (total > MOST_BYTES) {
                throw new IOException("a body of more than " + MOST_BYTES + " bytes");
            }
            if (System.nanoTime() - started > patience.toNanos()) {
                throw new SocketTimeoutException("not all of the body came within " + patience);
            }
            return read;
        }

        @Override
        public int available() {
            return all.available();
        }
    }
}
