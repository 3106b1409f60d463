package dev.imagegateway.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The table of values in the chart's README, made from the comments of {@code values.yaml}.
 *
 * <p>A value's description is the comment above it. A value below it without a comment is part of its default.
 */
final class ChartReadme {

    static final Path FILE = Chart.FOLDER.resolve("README.md");

    private static final String BEGIN = "<!-- values: made from values.yaml -->\n";
    private static final String END = "<!-- end of values -->\n";

    private ChartReadme() {}

    /** The README with the table as it should be. */
    static String written() throws IOException {
        var text = Files.readString(FILE);
        return text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + table() + text.substring(text.indexOf(END));
    }

    private static String table() throws IOException {
        var values = Chart.FOLDER.resolve("values.yaml");
        var defaults = Chart.document(values);
        var rows = new StringBuilder("| value | default | |\n|---|---|---|\n");
        var entries = entries(Files.readAllLines(values));
        for (var entry : entries) {
            var within = entries.stream()
                    .anyMatch(
                            other -> other.description() != null && other.path().startsWith(entry.path() + "."));
            var described = entry.description() != null;
            if (described) {
                var value = defaults.at("/" + entry.path().replace('.', '/'));
                rows.append("| `%s` | %s | %s |%n"
                        .formatted(entry.path(), within ? "" : shown(value), entry.description()));
            } else if (!within && entries.stream().noneMatch(other -> coveredBy(other, entry))) {
                throw new IllegalStateException(entry.path() + " has no comment in values.yaml");
            }
        }
        return rows.toString();
    }

    private static boolean coveredBy(Entry parent, Entry entry) {
        return parent.description() != null && entry.path().startsWith(parent.path() + ".");
    }

    private static String shown(JsonNode value) {
        if (value.isNull() || value.asString("-").isEmpty()) {
            return "";
        }
        return "`" + (value.isString() ? value.asString() : value.toString()).replace("|", "\\|") + "`";
    }

    private static List<Entry> entries(List<String> lines) {
        var entries = new ArrayList<Entry>();
        var path = new ArrayList<String>();
        var comment = new ArrayList<String>();
        for (var line : lines) {
            var text = line.strip();
            if (text.isEmpty()) {
                comment.clear();
            } else if (text.startsWith("#")) {
                comment.add(text.substring(1));
            } else if (!text.startsWith("-")) {
                var depth = (line.length() - line.stripLeading().length()) / 2;
                if (depth < path.size()) {
                    path.subList(depth, path.size()).clear();
                }
                path.add(text.substring(0, text.indexOf(':')));
                entries.add(new Entry(String.join(".", path), description(comment)));
                comment.clear();
            }
        }
        return entries;
    }

    /** In one line; indented lines are an example, which the table leaves to values.yaml. */
    private static @Nullable String description(List<String> comment) {
        if (comment.isEmpty()) {
            return null;
        }
        var words = comment.stream().filter(line -> !line.startsWith("   ")).map(String::strip);
        return String.join(" ", words.toList()).replace("|", "\\|").replace("<", "&lt;");
    }

    /**
     * A value.
     *
     * @param description the comment above it
     */
    private record Entry(String path, @Nullable String description) {}
}
