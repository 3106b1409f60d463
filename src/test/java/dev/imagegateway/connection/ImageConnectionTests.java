package dev.imagegateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RawUpstream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection to an image's host ends with its fetch, however that ends: the pool is not large. */
class ImageConnectionTests {

    private static final String BODY =
            "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"num_images\":2,\"response_format\":\"b64_json\"}";

    private static final AtomicInteger OPENED = new AtomicInteger();
    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final RawUpstream UPSTREAM = new RawUpstream(ImageConnectionTests::converse);
    private static volatile String images = "";
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(
                UPSTREAM.url(), "--gateway.delivery.max-image-size=32MB", "--gateway.delivery.fetch-timeout=1s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    /** Space-separated, what the host does with each of the images; it never closes a connection. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // one is not read before the other is there to be read as well
                "200-20000000 silent",
                "200-20000000 200-20000000",
                // more than the limit
                "200-900000000 silent",
                "503-20000000 silent",
                "404-20000000 silent",
                "302-20000000 silent"
            })
    void connectionsEndWithTheirFetch(String next) {
        images = next;
        var before = OPENED.get();

        var answer = gateway.generate(BODY);

        assertThat(answer.problem()).as(answer.text()).isIn("delivery-failed", "result-lost");
        assertThat(OPENED.get() - before).isPositive();
        await().untilAsserted(() -> assertThat(OPEN).hasValue(0));
    }

    private static void converse(RawUpstream server, Socket socket) throws IOException {
        for (var next = server.read(socket); next.isPresent(); next = server.read(socket)) {
            if (next.get().is("POST")) {
                var urls = Arrays.stream(images.split(" ", -1))
                        .map(image -> "{\"url\":\"" + server.url() + "/files/" + image + "\"}")
                        .collect(Collectors.joining(","));
                RawUpstream.write(socket, RawUpstream.answer("{\"data\":[" + urls + "]}"));
            } else {
                serve(socket, next.get().head().split(" ", 3)[1]);
            }
        }
    }

    private static void serve(Socket socket, String path) throws IOException {
        OPENED.incrementAndGet();
        OPEN.incrementAndGet();
        try {
            if (!path.endsWith("silent")) {
                var parts = path.substring(path.lastIndexOf('/') + 1).split("-", 2);
                RawUpstream.write(
                        socket, "HTTP/1.1 %s Some\r\nContent-Length: %s\r\n\r\n12345678".formatted(parts[0], parts[1]));
            }
            while (socket.getInputStream().read() != -1) {
                // until the gateway closes it
            }
        } finally {
            OPEN.decrementAndGet();
        }
    }
}
