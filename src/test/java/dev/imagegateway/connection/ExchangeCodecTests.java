package dev.imagegateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

/** The moments that the kernel's buffers hide from a test over sockets. */
class ExchangeCodecTests {

    private static final String OK = "HTTP/1.1 200 OK\r\nX-Client-Request-Id: a.1\r\nContent-Length: 2\r\n\r\nhi";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ExchangeCodec(new FaultReport("test", meters)));

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

        assertThat(channel.<HttpResponse>readInbound().status().code()).isEqualTo(200);
        assertThat(channel.<Object>readInbound()).isInstanceOf(LastHttpContent.class);
        assertReusable();
    }

    @Test
    void requestIsNotWrittenWhileAnAnswerIsDue() {
        var _ = channel.writeOutbound(request(HttpMethod.POST));
        var second = request(HttpMethod.POST);

        var written = channel.write(second);

        assertThat(written.cause()).isInstanceOf(BrokenExchangeException.class);
        assertThat(second.refCnt()).isZero();
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void bytesThatNobodyAskedForCloseTheConnectionAndAreNotPassedOn() {
        receive(OK);

        assertThat(channel.<Object>readInbound()).isNull();
        assertClosed("unsolicited");
    }

    @Test
    void lateAnswerToAnEarlierRequestIsNoAnswerToOneWithoutAnId() {
        var _ = channel.writeOutbound(request(HttpMethod.POST));
        receive(OK);
        var second = request(HttpMethod.GET);
        second.headers().clear();
        var _ = channel.writeOutbound(second);

        assertThatThrownBy(() -> receive(OK)).isInstanceOf(BrokenExchangeException.class);

        assertClosed("foreign-answer");
    }

    @Test
    void answerToHeadHasNoBodyWhateverItsLength() {
        var _ = channel.writeOutbound(request(HttpMethod.HEAD));
        receive(OK.substring(0, OK.length() - 2));

        assertThat(channel.<HttpResponse>readInbound().status().code()).isEqualTo(200);
        assertThat(channel.<Object>readInbound()).isInstanceOf(LastHttpContent.class);
        assertReusable();
    }

    private static FullHttpRequest request(HttpMethod method) {
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, "/", Unpooled.buffer());
        request.headers().set(ExchangeGuard.REQUEST_ID, "a.1");
        return request;
    }

    private void receive(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }

    private void assertReusable() {
        assertThat(channel.isActive()).isTrue();
        assertThat(Connection.from(channel).isPersistent()).isTrue();
        assertThat(meters.getMeters()).isEmpty();
    }

    private void assertClosed(String cause) {
        assertThat(channel.isActive()).isFalse();
        assertThat(meters.get("connection.faults").tag("cause", cause).counter().count())
                .isEqualTo(1);
    }
}
