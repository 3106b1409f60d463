package dev.imagegateway.delivery;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;

/**
 * The connection of one try, which ends with it. WebClient (Spring 7.0.10) reads a body that was not asked for to its end
 * when the exchange is cancelled or fails. From a host that hangs, that holds the connection for ever.
 */
final class FetchConnection {

    private @Nullable Connection connection;
    private boolean isClosed;

    /** The same client, with each connection known to the try that uses it. */
    static HttpClient known(HttpClient http) {
        return http.doOnRequest((request, connection) -> request.currentContextView()
                .<FetchConnection>getOrEmpty(FetchConnection.class)
                .ifPresent(own -> own.opened(connection)));
    }

    /** The try, after whose end the connection is closed. */
    <T> Mono<T> closedAfter(Mono<T> attempt) {
        return attempt.doFinally(_ -> close()).contextWrite(context -> context.put(FetchConnection.class, this));
    }

    private synchronized void opened(Connection opened) {
        connection = opened;
        if (isClosed) {
            var _ = opened.channel().close();
        }
    }

    synchronized void close() {
        isClosed = true;
        if (connection != null) {
            var _ = connection.channel().close();
        }
    }
}
