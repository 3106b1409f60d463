package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a mere look at the recipe shows; {@code .ci/container} builds and runs it. */
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
