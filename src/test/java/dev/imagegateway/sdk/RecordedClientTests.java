package dev.imagegateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Suite;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** What real clients were recorded to send, byte by byte: the ones from npm are tested so without Node. */
@ExtendWith(Suite.class)
class RecordedClientTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TestFactory
    Stream<DynamicTest> everyRecordedRequestIsAnsweredAsItsClientWas(Gateway gateway) {
        assertThat(Recording.files()).isNotEmpty();
        return Recording.files().stream().map(file -> {
            return DynamicTest.dynamicTest(file.toString(), () -> {
                var recording = Recording.read(file);
                for (var sent : recording.requests()) {
                    assertAnswered(recording.status(), answer(sent, gateway.port()));
                }
            });
        });
    }

    private static WireMessage answer(Recording.Sent sent, int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            sent.toMessage(port).write(socket.getOutputStream());
            return WireMessage.read(new BufferedInputStream(socket.getInputStream()))
                    .orElseThrow();
        }
    }

    private static void assertAnswered(int status, WireMessage answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        var body = JSON.readTree(answer.text());
        if (status == 200) {
            assertThat(body.path("data")).isNotEmpty();
        } else {
            assertThat(body.path("error").path("message").stringValue()).isNotBlank();
        }
    }
}
