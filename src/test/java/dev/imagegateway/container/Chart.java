package dev.imagegateway.container;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chart in {@code helm/image-gateway}, rendered by Helm itself. */
public final class Chart {

    public static final Path FOLDER = Path.of("helm/image-gateway");

    /** SHA-256 of nothing in particular. */
    public static final String HASH = "0123456789abcdef".repeat(4);

    /** A client, without which nothing is rendered. */
    static final String CLIENT = """
            clients:
              - id: team-a
                keyHashes: [%s]
            """.formatted(HASH);

    /** As little as the chart takes. */
    static final String SMALLEST = CLIENT + """
            upstream:
              existingSecret: aiml
            """;

    /** The ledger in PostgreSQL, with which the chart asks where images are. */
    static final String POSTGRES = """
            database: {url: "jdbc:postgresql://db.example/gateway", existingSecret: books}
            images: {store: none}
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Chart() {}

    /**
     * What Helm makes of some values, given as YAML.
     *
     * @throws IllegalStateException with Helm's message, when it refuses them
     */
    public static Rendered render(String values) {
        return render(FOLDER, values);
    }

    /** The same for another chart, such as a changed copy. */
    static Rendered render(Path chart, String values) {
        return withFile(values, file -> {
            var text = new Helm(chart)
                    .template()
                    .withName("release")
                    .withNamespace("images")
                    .withKubeVersion("1.35.0")
                    .withValuesFile(file)
                    .call();
            return text == null ? new Rendered("", List.of()) : new Rendered(text, documents(text));
        });
    }

    /** What Helm tells an operator after an installation with these values. */
    static String notes(String values) {
        return withFile(values, file -> {
            var output = new Helm(FOLDER)
                    .install()
                    .withName("release")
                    .withNamespace("images")
                    .withKubeVersion("1.35.0")
                    .clientOnly()
                    .withDryRunOption(DryRun.CLIENT)
                    .withValuesFile(file)
                    .call()
                    .getOutput();
            return output.substring(output.indexOf("NOTES:"));
        });
    }

    /** A copy of the chart that a test may change. */
    static Path copy(Path folder) {
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.sorted().toList()) {
                Files.copy(file, folder.resolve(FOLDER.relativize(file).toString()), REPLACE_EXISTING);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** The documents of a YAML text, as Kubernetes reads them. */
    public static List<JsonNode> documents(String yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        var documents = new ArrayList<JsonNode>();
        for (var document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
            if (document != null) {
                documents.add(JSON.valueToTree(document));
            }
        }
        return documents;
    }

    public static JsonNode document(Path yaml) {
        try {
            return documents(Files.readString(yaml)).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T withFile(String values, Function<Path, T> use) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            try {
                return use.apply(Files.writeString(file, values));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What would be sent to a cluster.
     *
     * @param text as Helm wrote it
     * @param documents its parts
     */
    public record Rendered(String text, List<JsonNode> documents) {

        List<String> kinds() {
            return documents.stream()
                    .map(document -> document.path("kind").asString())
                    .sorted()
                    .toList();
        }

        /** The only document of its kind. */
        JsonNode only(String kind) {
            var found = documents.stream()
                    .filter(document -> document.path("kind").asString().equals(kind))
                    .toList();
            if (found.size() != 1) {
                throw new AssertionError(found.size() + " documents of kind " + kind);
            }
            return found.getFirst();
        }

        /** What makes the pods. */
        JsonNode controller() {
            return only(kinds().contains("Deployment") ? "Deployment" : "StatefulSet");
        }

        JsonNode pod() {
            return controller().at("/spec/template/spec");
        }

        JsonNode container() {
            return pod().at("/containers/0");
        }

        /** The element of an array that has this name. */
        static JsonNode named(String name, JsonNode array) {
            return StreamSupport.stream(array.spliterator(), false)
                    .filter(element -> element.path("name").asString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + array));
        }
    }
}
