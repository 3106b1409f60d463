package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RawUpstream;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Callers that do not read their images never stop the copies of other images. */
class CopyRoomTests {

    private static final String COPIED = "image_gateway_image_copy_seconds_count";
    private static final String BYTES = "image_gateway_images_transfer_bytes";

    /** Of 48 MB, all callers get 36: two of these. They are larger than what a connection takes without its reader. */
    private static final int IMAGE = 17_000_000;

    /** Fits beside two others, into the share of the copies, and only once. */
    private static final int SMALLER = 10_000_000;

    private final StubUpstream upstream = new StubUpstream();

    private void serves(int size) {
        upstream.answers(200, Map.of(), "{\"data\":[{\"url\":\"" + upstream.url() + "/files/a.png\"}]}");
        upstream.serves(200, Map.of(), Arrays.copyOf(DeliveryTests.PNG, size));
    }

    /** A caller that does not read its answer. */
    private static Socket stalled(Gateway gateway, String key) throws IOException {
        var body = "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"response_format\":\"b64_json\"}";
        var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        RawUpstream.write(socket, String.format(Locale.ROOT, """
                POST /v1/images/generations HTTP/1.1\r
                Host: gateway\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""", key, body.length(), body));
        return socket;
    }

    @Test
    void copiesHaveRoomHoweverManyCallersWait() throws IOException {
        try (upstream;
                var gateway = Gateway.start(
                        upstream.url(),
                        "--gateway.images.store=disk",
                        "--gateway.images.transfer-capacity=48MB",
                        "--gateway.delivery.max-image-size=20MB",
                        "--gateway.delivery.fetch-timeout=1m",
                        "--gateway.clients[1].id=team-b",
                        "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_B),
                        "--gateway.clients[2].id=team-c",
                        "--gateway.clients[2].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_C))) {
            serves(IMAGE);
            try (var _ = stalled(gateway, TestKeys.CLIENT)) {
                await().until(() -> gateway.metric(BYTES) == IMAGE);
                try (var _ = stalled(gateway, TestKeys.TEAM_B)) {
                    await().until(() -> gateway.metric(BYTES) == 2 * IMAGE);
                    serves(SMALLER);
                    try (var _ = stalled(gateway, TestKeys.TEAM_C)) {
                        // the size is known, so that it holds its bytes or waits for them
                        await().until(() -> gateway.metric(BYTES) == 2 * IMAGE + SMALLER);

                        assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);

                        await().atMost(Duration.ofSeconds(15))
                                .until(() -> gateway.metric(COPIED, "outcome=\"copied\"") == 4);
                    }
                }
            }
        }
    }
}
