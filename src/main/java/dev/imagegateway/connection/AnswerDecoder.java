package dev.imagegateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Set;
import reactor.netty.Connection;

/**
 * Reads the one answer to the request that the connection carries, without the interim answers before it. A connection
 * whose bytes do not end exactly where the answer ends is not used again.
 */
final class AnswerDecoder extends HttpResponseDecoder {

    /** Answers without a body by definition; a peer that sends one anyway would send it as the next answer. */
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);

    private final Exchange exchange;
    private final FaultReport faults;

    AnswerDecoder(Exchange exchange, FaultReport faults) {
        this.exchange = exchange;
        this.faults = faults;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (exchange.isSpent()) {
            in.skipBytes(in.readableBytes());
        } else if (exchange.isIdle()) {
            in.skipBytes(in.readableBytes());
            spend(context, Fault.UNSOLICITED);
            // without an exception: whoever is about to use the connection finds it closed, and has sent nothing
            var _ = context.close();
        } else {
            decodeAnswer(context, in, out);
        }
    }

    private void decodeAnswer(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        var known = out.size();
        super.decode(context, in, out);
        var decoded = out.subList(known, out.size());
        if (decoded.isEmpty()) {
            return;
        }
        if (decoded.getFirst() instanceof HttpResponse answer
                && answer.decoderResult().isSuccess()) {
            if (answer.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                decoded.clear();
                interim(context, in, answer);
                return;
            }
            if (!exchange.isWritten() || exchange.isForeign(answer)) {
                decoded.clear();
                fail(context, in, exchange.isWritten() ? Fault.FOREIGN_ANSWER : Fault.EARLY_ANSWER);
                return;
            }
            begin(context, answer);
        }
        if (decoded.getLast() instanceof LastHttpContent last) {
            end(context, in, last);
        } else if (isMalformed(decoded.getLast())) {
            spend(context, Fault.MALFORMED_ANSWER);
        }
    }

    private void interim(ChannelHandlerContext context, ByteBuf in, HttpResponse answer) {
        if (HttpResponseStatus.SWITCHING_PROTOCOLS.equals(answer.status())) {
            fail(context, in, Fault.PROTOCOL_SWITCH);
        } else if (exchange.takesInterimAnswer()) {
            // Reactor Netty asks for the next bytes only when it was given some
            context.read();
        } else {
            fail(context, in, Fault.TOO_MANY_INTERIM_ANSWERS);
        }
    }

    private void begin(ChannelHandlerContext context, HttpResponse answer) {
        if (!exchange.isTied(answer) || WITHOUT_BODY.contains(answer.status().code())) {
            closeAfterwards(context);
        }
    }

    private void end(ChannelHandlerContext context, ByteBuf in, LastHttpContent last) {
        if (isMalformed(last)) {
            spend(context, Fault.MALFORMED_ANSWER);
        } else if (in.isReadable()) {
            spend(context, Fault.SURPLUS);
        } else {
            exchange.end();
        }
    }

    private static boolean isMalformed(Object decoded) {
        return decoded instanceof HttpObject object && object.decoderResult().isFailure();
    }

    /** The exchange fails, whatever has been read of its answer. */
    private void fail(ChannelHandlerContext context, ByteBuf in, Fault fault) {
        in.skipBytes(in.readableBytes());
        spend(context, fault);
        context.fireExceptionCaught(new BrokenExchangeException(fault.text()));
        var _ = context.close();
    }

    private void spend(ChannelHandlerContext context, Fault fault) {
        exchange.spend();
        closeAfterwards(context);
        faults.add(fault);
    }

    /** Reactor Netty closes the connection when it has read the answer's end, instead of keeping it. */
    private static void closeAfterwards(ChannelHandlerContext context) {
        Connection.from(context.channel()).markPersistent(false);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage answer) {
        return exchange.isHead() || super.isContentAlwaysEmpty(answer);
    }
}
