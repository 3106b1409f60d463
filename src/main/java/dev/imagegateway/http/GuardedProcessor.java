package dev.imagegateway.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Reports arriving bytes and served requests to the watch, and accepts host names with underscores. Tomcat holds the
 * connection's lock meanwhile.
 */
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

    /**
     * Tomcat refuses a {@code Host} with an underscore (RFC 1123 does not allow it), and has no setting for that. Names
     * of services in Docker Compose and other container networks have underscores. Such a name is parsed with letters
     * in their place.
     */
    @Override
    protected void parseHost(@Nullable MessageBytes value) {
        var host = value == null || value.isNull() ? "" : value.toString();
        // an IPv6 address in brackets has none
        if (value == null || host.indexOf('_') < 0 || host.startsWith("[")) {
            super.parseHost(value);
            return;
        }
        var bytes = host.replace('_', 'a').getBytes(StandardCharsets.ISO_8859_1);
        var letters = MessageBytes.newInstance();
        letters.setBytes(bytes, 0, bytes.length);
        super.parseHost(letters);
        if (!getErrorState().isError()) {
            request.serverName()
                    .setString(host.substring(0, request.serverName().getLength()));
        }
    }
}
