package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class CallerWaitsTests {

    @Test
    void whatWasWaitedBeforeTheStopIsNotCountedAfterIt() throws IOException {
        try (var channel = SocketChannel.open()) {
            var waits = new CallerWaits(channel);
            waits.sample(SlowPart.BODY, 0, 10);
            waits.sample(SlowPart.BODY, 5, 10);

            assertThat(waits.sinceStop(SlowPart.BODY)).isZero();
            assertThat(waits.sample(SlowPart.BODY, 7, 10)).isEqualTo(7);
            assertThat(waits.sinceStop(SlowPart.BODY)).isEqualTo(2);

            waits.served();
            waits.sample(SlowPart.BODY, 8, 10);
            assertThat(waits.sinceStop(SlowPart.BODY)).isZero();
            waits.sample(SlowPart.BODY, 9, 10);
            assertThat(waits.sinceStop(SlowPart.BODY)).isEqualTo(1);
        }
    }
}
