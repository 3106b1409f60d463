package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code -Dreadme.write=true} writes the table. */
class ChartReadmeTests {

    @Test
    void tableHasEveryValueWithItsDefaultAndDescription() throws IOException {
        var written = ChartReadme.written();
        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(ChartReadme.FILE, written);
        }

        assertThat(Files.readString(ChartReadme.FILE)).isEqualTo(written);
    }

    @Test
    void everyExampleIsListed() throws IOException {
        try (var files = Files.list(Path.of("helm", "examples"))) {
            var links = files.map(file -> "(../examples/" + file.getFileName() + ")")
                    .collect(Collectors.toSet());

            assertThat(Files.readString(ChartReadme.FILE)).contains(links);
        }
    }
}
