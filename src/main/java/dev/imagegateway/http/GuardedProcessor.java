package dev.imagegateway.http;

import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Reports arriving bytes and served requests to the watch. Tomcat holds the connection's lock meanwhile. */
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
        // blank lines before a request do not count as a request, so they do not reset the time
        if (info.getRequestCount() != before || isAsync() || state == SocketState.UPGRADING) {
            waits.served();
            if (state == SocketState.LONG && !isAsync()) {
                // part of the next request has arrived already
                waits.arrived(request);
            }
        }
        return state;
    }
}
