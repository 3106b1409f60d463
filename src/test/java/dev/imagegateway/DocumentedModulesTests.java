package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;
import org.springframework.modulith.docs.Documenter.DiagramOptions;
import org.springframework.modulith.docs.Documenter.DiagramOptions.DiagramStyle;

/** The diagram in docs/architecture.md shows the packages as they are. To draw it again, see docs/testing.md. */
class DocumentedModulesTests {

    private static final Path DOCUMENTED = Path.of("docs", "modules.puml");

    @TempDir
    private Path folder;

    @Test
    void diagramIsThatOfModulith() throws IOException {
        var style = DiagramOptions.defaults().withStyle(DiagramStyle.UML);
        new Documenter(
                        ApplicationModules.of(ImageGatewayApplication.class),
                        Documenter.Options.defaults()
                                .withOutputFolder(folder.toString())
                                .withoutClean())
                .writeModulesAsPlantUml(style);
        var drawn = Files.readString(folder.resolve("components.puml"));
        if (Boolean.getBoolean("modules.write")) {
            Files.writeString(DOCUMENTED, drawn);
        }

        assertThat(DOCUMENTED).content().isEqualTo(drawn);
    }
}
