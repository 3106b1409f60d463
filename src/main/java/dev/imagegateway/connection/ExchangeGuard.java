package dev.imagegateway.connection;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;

/**
 * Ties each answer on a connection to its own request. Reactor Netty 1.3.8 does not: it takes every 1xx except 100 for
 * the final answer, takes an answer that precedes its request, keeps bytes that follow an answer for the next one, and
 * reuses the connection after all of these.
 */
public final class ExchangeGuard {

    /**
     * The header in which a request carries its own id and in which AIML's answer repeats it. Only after an answer that
     * repeats it is a connection used again.
     */
    public static final String REQUEST_ID = "X-Client-Request-Id";

    private ExchangeGuard() {}

    /**
     * The same client, with every one of its connections guarded. It must speak HTTP/1.1 only.
     *
     * @param peer whom it calls, for the log and as the tag {@code peer}
     */
    public static HttpClient guard(HttpClient http, String peer, MeterRegistry meters) {
        var faults = new FaultReport(peer, meters);
        return http.doOnChannelInit((_, channel, _) -> channel.pipeline()
                .replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, new ExchangeCodec(faults)));
    }
}
