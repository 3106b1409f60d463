package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the Dockerfile itself shows; {@code .ci/container} builds the image and runs it. */
class ImageTests {

    static final String BOOKS = "/var/lib/image-gateway";

    private final List<String> dockerfile = instructions();

    @Test
    void theClassicBuilderUnderstandsIt() throws IOException {
        assertThat(Path.of("Dockerfile")).content().doesNotContainPattern("(?i)(?m)^#\\s*syntax\\s*=");
        assertThat(dockerfile)
                .noneMatch(line -> line.startsWith("RUN --") || line.contains("<<"))
                .noneMatch(line -> line.matches("(COPY|ADD).* --(link|chmod|parents|exclude).*"));
    }

    @Test
    void itRunsAsANumberedUserWhoIsNotRoot() {
        assertThat(dockerfile.stream().filter(line -> line.startsWith("USER "))).containsExactly("USER 10001:10001");
    }

    @Test
    void theImageChoosesNoProfile() {
        assertThat(dockerfile).noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("profiles"));
    }

    /** The cache fits only files with the times that they have in the image, so no later instruction copies over them. */
    @Test
    void theAheadOfTimeCacheIsMadeAfterTheLastFileOfTheProgram() {
        var training = IntStream.range(0, dockerfile.size())
                .filter(line -> dockerfile.get(line).contains("./train-aot-cache"))
                .max()
                .orElseThrow();

        assertThat(dockerfile.subList(training + 1, dockerfile.size())).noneMatch(line -> line.startsWith("COPY"));
        assertThat(dockerfile.get(training)).contains("-XX:AOTCache=/opt/image-gateway/app.aot >> java.options");
    }

    @Test
    void theTrainingRunGetsNoVariableOfItsEnvironment() {
        assertThat(Path.of("src/main/docker/train-aot-cache"))
                .isExecutable()
                .content()
                .contains("\nenv -i PATH=\"$PATH\" java ");
    }

    @Test
    void theBooksAreInAVolumeThatOnlyTheProcessMayEnter() {
        assertThat(dockerfile)
                .contains(
                        "RUN install -d -o 10001 -g 10001 -m 700 " + BOOKS,
                        "ENV GATEWAY_LEDGER_DIRECTORY=" + BOOKS,
                        "VOLUME " + BOOKS);
    }

    @Test
    void logsAreJson() {
        assertThat(dockerfile).contains("ENV LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs");
    }

    @Test
    void javaItselfGetsTheSignalToStop() {
        assertThat(dockerfile.getLast()).startsWith("ENTRYPOINT [\"java\", ");
    }

    @Test
    void onlyWhatIsNamedReachesTheBuild() throws IOException {
        var ignored = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(ignored).containsExactly("*", "!.mvn", "!mvnw", "!pom.xml", "!src/main");
    }

    private static List<String> instructions() {
        try {
            return Files.readString(Path.of("Dockerfile"))
                    .replaceAll("(?m)^\\s*#.*\\R", "")
                    .replaceAll("\\\\\\R\\s*", "")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
