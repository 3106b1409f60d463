package dev.imagegateway.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

/** Sends replies. Broken ones bypass the HTTP codec, which would correct them. */
final class Transport {

    private static final int MEBIBYTE = 1 << 20;
    private static final int PIECES = 20;
    /** Delay before a reset, so that earlier bytes arrive first. */
    private static final Duration BEFORE_CUT = Duration.ofMillis(50);

    private final Executor threads;

    Transport(Executor threads) {
        this.threads = threads;
    }

    Publisher<Void> send(HttpServerResponse response, Reply reply) {
        return switch (reply.wire()) {
            case Wire.Whole _ -> {
                head(response, reply)
                        .header("Content-Length", String.valueOf(reply.body().readableBytes()));
                yield reply.body().isReadable() ? response.send(Mono.just(reply.body())) : response.send();
            }
            case Wire.Padded padded -> {
                byte[] filler = new byte[MEBIBYTE];
                Arrays.fill(filler, (byte) 'A');
                yield head(response, reply)
                        .send(Flux.concat(
                                Mono.just(reply.body()),
                                Flux.range(0, padded.mebibytes()).map(_ -> Unpooled.wrappedBuffer(filler)),
                                Mono.just(Unpooled.copiedBuffer(padded.tail(), StandardCharsets.UTF_8))));
            }
            default -> {
                response.withConnection(connection -> threads.execute(() -> broken(connection.channel(), reply)));
                yield Mono.never(); // the end of the connection ends the exchange
            }
        };
    }

    private static HttpServerResponse head(HttpServerResponse response, Reply reply) {
        reply.headers().forEach(response::header);
        return response.status(reply.status());
    }

    private static void broken(Channel channel, Reply reply) {
        try {
            switch (reply.wire()) {
                case Wire.Close _ -> close(channel);
                case Wire.Reset _ -> reset(channel);
                case Wire.Hang _ -> {}
                case Wire.Cut cut -> {
                    write(channel, headBytes(reply));
                    write(channel, reply.body().readSlice(reply.body().readableBytes() / 2));
                    Thread.sleep(BEFORE_CUT);
                    if (cut.reset()) {
                        reset(channel);
                    } else {
                        close(channel);
                    }
                }
                case Wire.SlowHead slow -> {
                    ByteBuf head = headBytes(reply);
                    pieces(channel, head, head.readableBytes(), slow.over());
                    write(channel, reply.body());
                    close(channel);
                }
                case Wire.Trickle trickle -> {
                    write(channel, headBytes(reply));
                    pieces(channel, reply.body(), PIECES, trickle.over());
                    close(channel);
                }
                case Wire.Whole _, Wire.Padded _ -> throw new IllegalArgumentException("not broken: " + reply.wire());
            }
        } catch (InterruptedException _) {
            close(channel); // the server stops
            Thread.currentThread().interrupt();
        }
    }

    private static void pieces(Channel channel, ByteBuf bytes, int pieces, Duration over) throws InterruptedException {
        int size = Math.max(1, bytes.readableBytes() / pieces);
        while (bytes.isReadable() && channel.isActive()) {
            write(channel, bytes.readSlice(Math.min(size, bytes.readableBytes())));
            Thread.sleep(over.dividedBy(pieces));
        }
    }

    private static void write(Channel channel, ByteBuf bytes) throws InterruptedException {
        // a write from the codec's own context continues towards the socket and bypasses the codec
        var codec = channel.pipeline().context(NettyPipeline.HttpCodec);
        // there is none once the caller has closed the connection
        if (codec != null) {
            codec.writeAndFlush(bytes.retain()).await();
        }
    }

    private static void close(Channel channel) {
        var _ = channel.close();
    }

    private static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        close(channel);
    }

    private static ByteBuf headBytes(Reply reply) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ");
        head.append(HttpResponseStatus.valueOf(reply.status())).append("\r\n");
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(reply.body().readableBytes()).append("\r\n");
        head.append("Connection: close\r\n\r\n");
        return Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1);
    }
}
