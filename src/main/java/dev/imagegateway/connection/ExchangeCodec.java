package dev.imagegateway.connection;

import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * Takes the place of Netty's {@code HttpClientCodec}. A handler beside that one could not do this work: bytes that
 * follow an answer stay in its decoder, out of sight, until they become the beginning of the next answer.
 */
final class ExchangeCodec extends CombinedChannelDuplexHandler<AnswerDecoder, RequestEncoder> {

    ExchangeCodec(FaultReport faults) {
        var exchange = new Exchange();
        init(new AnswerDecoder(exchange, faults), new RequestEncoder(exchange));
    }
}
