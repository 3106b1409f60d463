package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskKeptImageTests extends KeptImageContract {

    DiskKeptImageTests() {
        super(List.of("--gateway.images.store=disk"));
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
