package dev.imagegateway.connection;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;

/**
 * Ensures that each response belongs to its request by using one connection per request. HTTP/1.1 matches responses to
 * requests only by their order, so on a shared connection one extra response would shift all later ones. Reactor Netty
 * 1.3.8 also treats every 1xx except 100 as the final response.
 */
public final class ExchangeGuard {

    /** The header with the request's id, which AIML's responses repeat. */
    public static final String REQUEST_ID = "X-Client-Request-Id";

    private ExchangeGuard() {}

    /**
     * Returns the client with one connection per request.
     *
     * @param http must use HTTP/1.1 only
     * @param peer the name of the server, for the log and the tag {@code peer}
     */
    public static HttpClient guard(HttpClient http, String peer, MeterRegistry meters) {
        var faults = new FaultReport(peer, meters);
        return http.keepAlive(false)
                .doOnChannelInit((_, channel, _) ->
                        channel.pipeline().addAfter(NettyPipeline.HttpCodec, "exchange", new ExchangeHandler(faults)));
    }
}
