package dev.imagegateway.http;

import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tells the watch when bytes arrive and when a request was served. Tomcat holds the connection's lock meanwhile. */
final class GuardedProcessor extends Http11Processor {

    private final ConnectionWatch watch;

    GuardedProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter, ConnectionWatch watch) {
        super(protocol, adapter);
        this.watch = watch;
    }

    @Override
    public SocketState service(SocketWrapperBase<?> connection) throws IOException {
        var waits = watch.of(connection);
        waits.arrived(request);
        var info = request.getRequestProcessor();
        var before = info.getRequestCount();
        var state = super.service(connection);
        // blank lines before a request are no request, so that they don't stop the clock
        if (info.getRequestCount() != before || isAsync() || state == SocketState.UPGRADING) {
            waits.served();
            if (state == SocketState.LONG && !isAsync()) {
                // some of the next one came with it
                waits.arrived(request);
            }
        }
        return state;
    }
}
