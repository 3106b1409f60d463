package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.ledger.ImageRecords;
import dev.imagegateway.ledger.ImageState;
import dev.imagegateway.secret.Sha256;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.process.S3Server;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link KeptImageContract} promises, with the images in S3, and what S3 itself sees. */
class S3KeptImageTests extends KeptImageContract {

    private static final S3Server S3 = S3Server.start();

    S3KeptImageTests() {
        super(S3.settings());
    }

    @AfterAll
    static void stopS3() {
        S3.close();
    }

    @BeforeEach
    void forget() {
        S3.relay().forget();
    }

    private static String id(String url) {
        return URI.create(url).getPath().replaceFirst(".*/", "");
    }

    private static String key(String url) {
        var sha256 = Sha256.hex(PNG);
        return "images/" + sha256.substring(0, 2) + "/" + sha256 + "/" + id(url);
    }

    private String copied() {
        var url = url(gateway.generate(Gateway.A_CAT));
        assertPng(gateway.send(get(url)));
        return url;
    }

    @Test
    void objectHasTheBytesTheirTypeAndTheirHash() {
        var object = S3.object(key(copied()));

        assertThat(object.asByteArray()).isEqualTo(PNG);
        assertThat(object.response().contentType()).isEqualTo("image/png");
        assertThat(object.response().metadata()).isEqualTo(Map.of("sha256", Sha256.hex(PNG)));
    }

    @Test
    void onlyTheBytesThatAreAskedForAreRead() {
        var url = copied();
        S3.relay().forget();

        assertThat(gateway.send(get(url).header("Range", "bytes=1-3")).text()).isEqualTo("PNG");
        assertThat(S3.relay().requests())
                .singleElement()
                .asString()
                .startsWith("get ")
                .contains("range: bytes=1-3\r\n");

        var parts = gateway.send(get(url).header("Range", "bytes=1-1,3-3")).text();
        assertThat(parts).contains("bytes 1-1/" + PNG.length, "bytes 3-3/" + PNG.length);
        assertThat(gateway.send(get(url).header("Range", "bytes=9999-")).status())
                .isEqualTo(416);
    }

    @Test
    void headersAndUnchangedImagesAreKnownWithoutS3() {
        var url = copied();
        var whole = gateway.send(get(url));
        S3.relay().forget();

        var head = gateway.send(get(url).HEAD());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(gateway.send(get(url).header("If-None-Match", whole.header("ETag")))
                        .status())
                .isEqualTo(304);
        assertThat(S3.relay().requests()).isEmpty();
    }

    @Test
    void equalImagesAreObjectsOfTheirOwn() {
        var first = copied();
        var second = copied();

        assertThat(gateway.send(withKey(first, TestKeys.CLIENT).DELETE()).status())
                .isEqualTo(204);

        assertThat(S3.objects()).noneMatch(object -> object.key().equals(key(first)));
        assertPng(gateway.send(get(second)));
    }

    @Test
    void deletedImageIsSubtractedFromTheSizeOnce() {
        var url = copied();
        await().until(() -> gateway.part(ImageRecords.class)
                        .find(List.of(id(url)))
                        .getFirst()
                        .state()
                == ImageState.KEPT);
        var before = gateway.metric("image_gateway_images_store_bytes");

        gateway.send(withKey(url, TestKeys.CLIENT).DELETE());
        gateway.send(withKey(url, TestKeys.CLIENT).DELETE());

        assertThat(gateway.metric("image_gateway_images_store_bytes")).isEqualTo(before - PNG.length);
    }

    @Test
    void imageIsReadAfterRangesThatAreRefused() {
        var url = copied();

        assertThat(gateway.send(get(url).header("Range", "bytes=0-,0-")).status())
                .isEqualTo(416);
        assertPng(gateway.send(get(url)));
    }

    @Test
    void objectThatIsMissingIsALostImageAndTheUpstreamsUrlIsTheBetterOne() {
        var first = gateway.send(gateway.generation(Gateway.A_CAT).header(KEY, "lost"));
        var url = url(first);
        assertPng(gateway.send(get(url)));
        S3.delete(key(url));

        assertThat(gateway.send(get(url)).problem()).isEqualTo("result-lost");
        // once the copy's row is written, up to 250 ms later
        await().untilAsserted(() -> assertThat(
                        url(gateway.send(gateway.generation(Gateway.A_CAT).header(KEY, "lost"))))
                .startsWith(UPSTREAM.url().toString()));
    }
}
