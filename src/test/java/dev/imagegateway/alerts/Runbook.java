package dev.imagegateway.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Whether a block of commands sets variables, with which the gateway is to be started. */
    static boolean isSetting(String commands) {
        return commands.startsWith("export ");
    }

    /** The variables that its section "Try it" sets, each with its value. */
    Map<String, String> settings() {
        return commands("Try it").stream()
                .filter(Runbook::isSetting)
                .flatMap(commands -> Stream.of(commands.strip().split("\\s+")).skip(1))
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    }

    /** The blocks of shell commands in one of its sections. */
    List<String> commands(String section) {
        var beginning = text.indexOf("\n## " + section + "\n");
        if (beginning < 0) {
            return List.of();
        }
        var end = text.indexOf("\n## ", beginning + 1);
        return COMMANDS.matcher(text.substring(beginning, end < 0 ? text.length() : end))
                .results()
                .map(block -> block.group(2).stripIndent())
                .toList();
    }
}
