package dev.imagegateway.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page of {@code docs/runbooks}.
 *
 * @param text in Markdown
 */
record Runbook(String text) {

    static final Path FOLDER = Path.of("docs/runbooks");

    private static final Pattern COMMANDS = Pattern.compile("(?ms)^( *)```sh\n(.*?)^\\1```");

    static Runbook of(String name) {
        try {
            return new Runbook(Files.readString(FOLDER.resolve(name + ".md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of shell commands in one of its sections. */
    List<String> commands(String section) {
        var beginning = text.indexOf("\n## " + section + "\n");
        var end = text.indexOf("\n## ", beginning + 1);
        return COMMANDS.matcher(text.substring(beginning, end < 0 ? text.length() : end))
                .results()
                .map(block -> block.group(2).stripIndent())
                .toList();
    }
}
