package dev.imagegateway.server;

import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tells the clock when bytes come and when a request was whole. Tomcat holds the connection's lock meanwhile. */
final class GuardedProcessor extends Http11Processor {

    private final HeaderClock clock;

    GuardedProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter, HeaderClock clock) {
        super(protocol, adapter);
        this.clock = clock;
    }

    @Override
    public SocketState service(SocketWrapperBase<?> connection) throws IOException {
        clock.arrived(connection);
        var info = request.getRequestProcessor();
        var before = info.getRequestCount();
        var state = super.service(connection);
        // blank lines before a request are no request, so that they don't stop the clock
        if (info.getRequestCount() != before || isAsync() || state == SocketState.UPGRADING) {
            clock.served(connection);
            if (state == SocketState.LONG && !isAsync()) {
                // some of the next one came with it
                clock.arrived(connection);
            }
        }
        return state;
    }
}
