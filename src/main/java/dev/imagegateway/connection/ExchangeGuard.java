package dev.imagegateway.connection;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;

/**
 * Ties each answer to its own request: every connection carries one request and its answer. On a connection that carries
 * more, HTTP/1.1 ties them by their order alone, so one answer too many gives every later request the answer to the one
 * before it. Reactor Netty 1.3.8 also takes every 1xx except 100 for the final answer.
 */
public final class ExchangeGuard {

    /** The header in which a request carries its own id and in which AIML's answer repeats it. */
    public static final String REQUEST_ID = "X-Client-Request-Id";

    private ExchangeGuard() {}

    /**
     * The same client with a connection for each request.
     *
     * @param http must speak HTTP/1.1 only
     * @param peer whom it calls, for the log and as the tag {@code peer}
     */
    public static HttpClient guard(HttpClient http, String peer, MeterRegistry meters) {
        var faults = new FaultReport(peer, meters);
        return http.keepAlive(false)
                .doOnChannelInit((_, channel, _) ->
                        channel.pipeline().addAfter(NettyPipeline.HttpCodec, "exchange", new ExchangeHandler(faults)));
    }
}
