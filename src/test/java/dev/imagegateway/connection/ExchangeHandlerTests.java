package dev.imagegateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

/** The moments that the kernel's buffers hide from a test over sockets. */
class ExchangeHandlerTests {

    private static final String OK = "HTTP/1.1 200 OK\r\nX-Client-Request-Id: a.1\r\nContent-Length: 2\r\n\r\nhi";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new HttpClientCodec(), new ExchangeHandler(new FaultReport("test", meters)));

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void answerThatBeginsBeforeTheRequestIsWrittenFailsTheExchange() {
        // without a flush, nothing of it reaches the kernel
        var _ = channel.write(request(HttpMethod.POST));

        assertThatThrownBy(() -> receive(OK)).isInstanceOf(BrokenExchangeException.class);

        assertClosed("early-answer");
    }

    @Test
    void interimAnswerMayComeBeforeTheRequestIsWritten() {
        var _ = channel.write(request(HttpMethod.POST));
        receive("HTTP/1.1 103 Early Hints\r\n\r\n");
        channel.flush();
        receive(OK);

        assertAnswered();
    }

    @Test
    void answerBeforeTheRequestFailsTheExchange() {
        assertThatThrownBy(() -> receive(OK)).isInstanceOf(BrokenExchangeException.class);

        assertThat(channel.<Object>readInbound()).isNull();
        assertClosed("early-answer");
    }

    @Test
    void nothingAfterTheAnswerIsPassedOn() {
        var _ = channel.writeOutbound(request(HttpMethod.POST));
        receive(OK + OK);
        receive(OK);

        assertAnswered();
    }

    private static FullHttpRequest request(HttpMethod method) {
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, "/", Unpooled.buffer());
        request.headers().set(ExchangeGuard.REQUEST_ID, "a.1");
        return request;
    }

    private void receive(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }

    private void assertAnswered() {
        assertThat(channel.<HttpResponse>readInbound().status().code()).isEqualTo(200);
        assertThat(channel.<Object>readInbound()).isInstanceOf(LastHttpContent.class);
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(Connection.from(channel).isPersistent()).isFalse();
        assertThat(meters.get("image.gateway.connection.faults").counters()).allMatch(counter -> counter.count() == 0);
    }

    private void assertClosed(String cause) {
        assertThat(channel.isActive()).isFalse();
        assertThat(meters.get("image.gateway.connection.faults")
                        .tag("cause", cause)
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
