package dev.imagegateway.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A table of a document, by the title of its first column. */
public final class DocumentedTable {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private DocumentedTable() {}

    /**
     * What is in code in the first column, row by row.
     *
     * @param document its path from the project's root
     */
    public static List<List<String>> rows(String document, String title) throws IOException {
        var rows = Files.readString(Path.of(document))
                .lines()
                .dropWhile(line -> !line.startsWith("| " + title + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> CODE.matcher(line.substring(0, line.indexOf('|', 1)))
                        .results()
                        .map(DocumentedTable::text)
                        .toList())
                .toList();
        if (rows.isEmpty()) {
            throw new AssertionError(document + " has no table of " + title);
        }
        return rows;
    }

    private static String text(MatchResult code) {
        return code.group(1);
    }
}
