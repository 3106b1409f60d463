package dev.imagegateway.connection;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** Writes a request only to a connection whose last answer is complete, and notices when it is written. */
final class RequestEncoder extends HttpRequestEncoder {

    private final Exchange exchange;

    RequestEncoder(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpRequest request && !exchange.begin(request)) {
            ReferenceCountUtil.release(message);
            var _ = promise.setFailure(new BrokenExchangeException("an exchange was still open on the connection"));
            var _ = context.close();
            return;
        }
        var done = promise.unvoid();
        // a request that is written in part would become the beginning of the next one
        var _ = done.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        if (message instanceof LastHttpContent) {
            exchange.lastWrite(done);
        }
        super.write(context, message, done);
    }
}
