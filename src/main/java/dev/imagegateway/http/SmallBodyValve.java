package dev.imagegateway.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Limits the size of bodies on the management port. Actuator reads complete bodies even if it does not use them, and
 * its callers may need no credential.
 */
final class SmallBodyValve extends ValveBase {

    private static final long MAX_BYTES = 65_536;

    SmallBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var coyote = request.getCoyoteRequest();
        var all = coyote.getInputBuffer();
        coyote.setInputBuffer(new Bounded(all));
        try {
            getNext().invoke(request, response);
        } finally {
            // Tomcat reuses the request object
            coyote.setInputBuffer(all);
        }
    }

    private static final class Bounded implements InputBuffer {

        private final InputBuffer all;
        private long total;

        private Bounded(InputBuffer all) {
            this.all = all;
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            var read = all.doRead(handler);
            total += Math.max(read, 0);
            if (total > MAX_BYTES) {
                throw new IOException("a body of more than " + MAX_BYTES + " bytes");
            }
            return read;
        }

        @Override
        public int available() {
            return all.available();
        }
    }
}
