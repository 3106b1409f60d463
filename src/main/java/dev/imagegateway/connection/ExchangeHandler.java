package dev.imagegateway.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/**
 * Passes one request and its final response, and then closes the connection. Placed after Netty's codec. Accessed only
 * by the connection's event loop.
 */
final class ExchangeHandler extends ChannelDuplexHandler {

    /** Far more than the one or two that servers send. Not a setting, because no valid response depends on it. */
    private static final int MAX_INTERIM_ANSWERS = 32;

    private enum Expected {
        /** The final response, or interim responses before it. */
        ANSWER,
        /** The end of an interim response. */
        END_OF_INTERIM,
        /** The body of the final response. */
        BODY,
        /** Nothing: the response is complete or the exchange has failed. */
        NOTHING
    }

    private final FaultReport faults;
    private Expected expected = Expected.ANSWER;
    private int interimAnswers;
    private @Nullable String requestId;
    private @Nullable ChannelPromise written;

    ExchangeHandler(FaultReport faults) {
        this.faults = faults;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        var done = promise.unvoid();
        if (message instanceof HttpRequest request) {
            requestId = request.headers().get(ExchangeGuard.REQUEST_ID);
        }
        if (message instanceof LastHttpContent) {
            written = done;
        }
        super.write(context, message, done);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (expected == Expected.ANSWER && message instanceof HttpResponse answer && isWellFormed(answer)) {
            begin(context, answer);
        }
        switch (expected) {
            case BODY -> {
                if (message instanceof LastHttpContent) {
                    expected = Expected.NOTHING;
                }
                super.channelRead(context, message);
            }
            case END_OF_INTERIM -> {
                if (message instanceof LastHttpContent) {
                    expected = Expected.ANSWER;
                    // Reactor Netty requests more bytes only after it has received some
                    context.read();
                }
                ReferenceCountUtil.release(message);
            }
            case NOTHING -> ReferenceCountUtil.release(message);
            // malformed; Reactor Netty fails the exchange
            case ANSWER -> super.channelRead(context, message);
        }
    }

    private static boolean isWellFormed(HttpResponse answer) {
        return answer.decoderResult().isSuccess();
    }

    private void begin(ChannelHandlerContext context, HttpResponse answer) {
        if (answer.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            interimAnswers++;
            expected = Expected.END_OF_INTERIM;
            if (HttpResponseStatus.SWITCHING_PROTOCOLS.equals(answer.status())) {
                fail(context, Fault.PROTOCOL_SWITCH);
            } else if (interimAnswers > MAX_INTERIM_ANSWERS) {
                fail(context, Fault.TOO_MANY_INTERIM_ANSWERS);
            }
        } else if (written == null || !written.isSuccess()) {
            fail(context, Fault.EARLY_ANSWER);
        } else if (isForeign(answer)) {
            fail(context, Fault.FOREIGN_ANSWER);
        } else {
            expected = Expected.BODY;
            // even if the response allows keep-alive
            Connection.from(context.channel()).markPersistent(false);
        }
    }

    /** Whether the response names a different request. */
    private boolean isForeign(HttpResponse answer) {
        var id = answer.headers().get(ExchangeGuard.REQUEST_ID);
        return id != null && requestId != null && !id.equals(requestId);
    }

    private void fail(ChannelHandlerContext context, Fault fault) {
        expected = Expected.NOTHING;
        faults.add(fault);
        Connection.from(context.channel()).markPersistent(false);
        context.fireExceptionCaught(new BrokenExchangeException(fault.text()));
        var _ = context.close();
    }
}
