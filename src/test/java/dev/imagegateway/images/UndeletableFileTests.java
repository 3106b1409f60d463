package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.ledger.ImageRecords;
import dev.imagegateway.ledger.ImageState;
import dev.imagegateway.secret.Sha256;
import dev.imagegateway.support.Answer;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * A file that cannot be deleted costs no other image, and is deleted when it can be. A folder with its name and itself in
 * it stands for a read-only file system, because root may write everywhere.
 */
@ExtendWith(OutputCaptureExtension.class)
class UndeletableFileTests {

    private static final int BYTES = 600_000;

    private final StubUpstream upstream = new StubUpstream();
    private final Path folder = DataFolders.fresh();
    private Gateway gateway = open();

    private Gateway open(String... more) {
        return Gateway.start(
                upstream.url(),
                Gateway.overriding(List.of("--gateway.images.store=disk", "--gateway.ledger.directory=" + folder), more)
                        .toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private static byte[] image(int number) {
        var image = Arrays.copyOf(DeliveryTests.PNG, BYTES);
        image[BYTES - 1] = (byte) number;
        return image;
    }

    private Path file(int number) {
        var sha256 = Sha256.hex(image(number));
        return folder.resolve("images/files").resolve(sha256.substring(0, 3)).resolve(sha256);
    }

    /** Makes an image and waits until it is kept. */
    private String kept(int number) {
        upstream.answers(200, Map.of(), "{\"data\":[{\"url\":\"" + upstream.url() + "/files/a.png\"}]}");
        upstream.serves(200, Map.of(), image(number));
        var url = gateway.generate(Gateway.A_CAT).json().at("/data/0/url").asString();
        assertThat(read(url).bytes()).isEqualTo(image(number));
        await().until(() -> gateway.part(ImageRecords.class)
                        .find(List.of(id(url)))
                        .getFirst()
                        .state()
                == ImageState.KEPT);
        return url;
    }

    private static String id(String url) {
        return URI.create(url).getPath().replaceFirst(".*/", "");
    }

    private Answer read(String url) {
        return gateway.send(HttpRequest.newBuilder(URI.create(url.replaceFirst(":\\d+/", ":" + gateway.port() + "/"))));
    }

    private static void protect(Path file) throws IOException {
        var moved = file.resolveSibling("moved");
        Files.move(file, moved);
        Files.createDirectory(file);
        Files.move(moved, file.resolve("itself"));
    }

    private static void unprotect(Path file) throws IOException {
        var moved = file.resolveSibling("moved");
        Files.move(file.resolve("itself"), moved);
        Files.delete(file);
        Files.move(moved, file);
    }

    private double size() {
        return gateway.metric("image_gateway_images_store_bytes");
    }

    @Test
    void onlyAsManyImagesAreEvictedAsAreAboveTheQuota(CapturedOutput output) throws IOException {
        var oldest = kept(1);
        var middle = kept(2);
        var newest = kept(3);
        gateway.close();
        protect(file(1));
        gateway = open("--gateway.images.quota=1MB");

        // in the first round: the next one is half a minute later
        await().atMost(Duration.ofSeconds(20))
                .until(() -> "result-lost".equals(read(middle).problem()));

        assertThat(read(oldest).problem()).isEqualTo("result-lost");
        assertThat(read(newest).bytes()).isEqualTo(image(3));
        assertThat(size()).isEqualTo(2 * BYTES);
        assertThat(output.toString().lines().filter(line -> line.contains(Sha256.hex(image(1)))))
                .singleElement()
                .asString()
                .contains("WARN", "cannot be deleted");
    }

    @Test
    void fileIsDeletedWhenItCanBe() throws IOException {
        var url = kept(4);
        var store = new DiskStore(folder.resolve("images"), new PixelLimit(1));
        var records = gateway.part(ImageRecords.class);
        var facts = Objects.requireNonNull(records.find(id(url)).orElseThrow().facts());
        protect(file(4));
        assertThat(gateway.send(gateway.to("/v1/images/" + id(url))
                                .header("Authorization", "Bearer " + TestKeys.CLIENT)
                                .DELETE())
                        .status())
                .isEqualTo(204);
        assertThat(size()).isEqualTo(BYTES);

        store.delete(id(url), facts, () -> false);
        store.deleteAgain(records);
        assertThat(store.undeleted()).isEqualTo(BYTES);
        assertThat(store.size()).isEqualTo(BYTES);

        unprotect(file(4));
        store.deleteAgain(records);
        assertThat(file(4)).doesNotExist();
        assertThat(store.undeleted()).isZero();
        assertThat(store.size()).isZero();
    }
}
