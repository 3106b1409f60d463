package dev.imagegateway.images;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;

/**
 * Closes the connection of a try when the try ends. WebClient (Spring 7.0.10) reads an unrequested body to its end when
 * the exchange is cancelled or fails. If the host hangs, that occupies the connection forever.
 */
final class FetchConnection {

    private @Nullable Connection connection;
    private boolean isClosed;

    /** Returns a client that reports each connection to the try that uses it. */
    static HttpClient known(HttpClient http) {
        return http.doOnRequest((request, connection) -> request.currentContextView()
                .<FetchConnection>getOrEmpty(FetchConnection.class)
                .ifPresent(own -> own.opened(connection)));
    }

    /** Closes the connection when the try ends. */
    <T> Mono<T> closedAfter(Mono<T> attempt) {
        return attempt.doFinally(_ -> close()).contextWrite(context -> context.put(FetchConnection.class, this));
    }

    private synchronized void opened(Connection opened) {
        connection = opened;
        if (isClosed) {
            var _ = opened.channel().close();
        }
    }

    /** Closes the connection that is open now. The try continues with another one. */
    synchronized void leave() {
        if (connection != null) {
            var _ = connection.channel().close();
            connection = null;
        }
    }

    synchronized void close() {
        isClosed = true;
        if (connection != null) {
            var _ = connection.channel().close();
        }
    }
}
