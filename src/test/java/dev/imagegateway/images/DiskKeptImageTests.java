package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.FileSystemResource;

class DiskKeptImageTests extends KeptImageContract {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    DiskKeptImageTests() {
        super(List.of("--gateway.images.store=disk"));
    }

    @Test
    void bytesThatAreOpenOutliveTheirFileAndMissingOnesAreNoticedBeforeTheResponse() throws IOException {
        var file = Files.write(DataFolders.fresh().resolve("image"), PNG);
        var facts = new ImageFacts("0".repeat(64), "image/png", PNG.length, 1, 1, null);
        var image = new KeptImage(new FileSystemResource(file), facts);

        var opened = image.open(0, PNG.length - 1);
        Files.delete(file);

        assertThat(opened.bytes().getContentAsByteArray()).isEqualTo(PNG);
        opened.closing().close();
        assertThatThrownBy(() -> image.open(0, PNG.length - 1)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void filesThatWereReadAreClosedWithTheirRequest() throws IOException {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "there is no /proc here");
        var url = url(gateway.generate(Gateway.A_CAT));

        assertPng(gateway.send(get(url)));
        for (var ranges : List.of("bytes=1-3", "bytes=1-1,3-3", "bytes=0-,0-", "bytes=9999-")) {
            gateway.send(get(url).header("Range", ranges));
        }

        // a request ends after its caller has the last byte
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(openFiles())
                        .noneMatch(
                                file -> file.startsWith(folder.toAbsolutePath().resolve("images/files"))));
    }

    /** What this process has open. */
    private static List<Path> openFiles() throws IOException {
        var open = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (var descriptor : all) {
                try {
                    open.add(Files.readSymbolicLink(descriptor));
                } catch (NoSuchFileException _) {
                    // closed in the meantime
                }
            }
        }
        return open;
    }

    @Test
    void oldestImagesMakeRoomAndUnusedFilesAreDeleted() throws IOException {
        var folder = DataFolders.fresh();
        Files.createDirectories(folder.resolve("images/incomplete"));
        Files.createDirectories(folder.resolve("images/files/abc"));
        Files.writeString(folder.resolve("images/incomplete/copy-1"), "half");
        Files.writeString(folder.resolve("images/files/abc/" + "abc".repeat(21) + "a"), "nobody's");

        try (var small = open("--gateway.ledger.directory=" + folder, "--gateway.images.quota=1MB")) {
            await().untilAsserted(() -> {
                try (var files = Files.walk(folder.resolve("images"))) {
                    assertThat(files.filter(Files::isRegularFile)).isEmpty();
                }
            });
            assertThat(small.metric("image_gateway_images_store_bytes")).isZero();
            assertThat(small.metric("image_gateway_images_quota_bytes")).isEqualTo(1 << 20);
        }
    }
}
