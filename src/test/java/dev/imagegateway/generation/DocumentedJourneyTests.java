package dev.imagegateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The journey in docs/architecture.md is the class. */
class DocumentedJourneyTests {

    private static final Path SOURCE =
            Path.of("src", "main", "java", "dev", "imagegateway", "generation", "GenerationJourney.java");

    @Test
    void docsQuoteTheClass() throws IOException {
        var source = Files.readString(SOURCE);
        var quoted = source.substring(source.indexOf("/**")).strip();

        assertThat(Path.of("docs", "architecture.md")).content().contains("```java\n" + quoted + "\n```");
    }
}
