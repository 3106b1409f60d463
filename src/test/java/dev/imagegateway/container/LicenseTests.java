package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The licenses of the libraries in the jar, from its SBOM. */
class LicenseTests {

    /** Licenses that permit to run and to pass on the gateway without publishing changes to it. */
    private static final Set<String> PERMITTED =
            Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "CC0-1.0", "EPL-2.0", "MIT", "MIT-0");

    private static final Path REPORT = Path.of("docs/licenses.md");

    private static final String TABLE = "| license | libraries |";

    private final List<JsonNode> libraries = libraries();

    @Test
    void eachLibraryOffersAPermittedLicense() {
        assertThat(libraries)
                .isNotEmpty()
                .allSatisfy(library -> assertThat(licenses(library))
                        .as(library.path("purl").asString())
                        .containsAnyElementsOf(PERMITTED));
    }

    /** {@code -Dlicenses.write=true} writes the report again. */
    @Test
    void theReportNamesEachLibrary() throws IOException {
        var report = Files.readString(REPORT);
        var written = report.substring(0, report.indexOf(TABLE)) + table();
        if (Boolean.getBoolean("licenses.write")) {
            Files.writeString(REPORT, written);
        }

        assertThat(REPORT).hasContent(written);
    }

    /** Without versions, so that only a new library or a new license changes it. */
    private String table() {
        var byLicense = new TreeMap<String, TreeSet<String>>();
        for (var library : libraries) {
            byLicense
                    .computeIfAbsent(String.join(" or ", licenses(library)), _ -> new TreeSet<>())
                    .add(library.path("group").asString() + ":"
                            + library.path("name").asString());
        }
        return byLicense.entrySet().stream()
                .map(entry -> "| " + entry.getKey() + " | " + String.join(", ", entry.getValue()) + " |")
                .collect(Collectors.joining("\n", TABLE + "\n|---|---|\n", "\n"));
    }

    private static List<String> licenses(JsonNode library) {
        var licenses = new ArrayList<String>();
        for (var choice : library.path("licenses")) {
            var id = choice.at("/license/id").asString();
            licenses.add(id.isEmpty() ? choice.at("/license/name").asString() : id);
        }
        return licenses;
    }

    private static List<JsonNode> libraries() {
        try (var sbom = LicenseTests.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(sbom, "the build makes the SBOM: ./mvnw generate-resources"))
                    .path("components")
                    .valueStream()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
