package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.support.DataFolders;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.FileSystemResource;

class DiskKeptImageTests extends KeptImageContract {

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
