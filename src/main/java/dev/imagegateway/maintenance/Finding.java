package dev.imagegateway.maintenance;

import java.util.List;

/**
 * Something that is wrong with a ledger.
 *
 * @param check the name of the check that found it
 * @param problem what is wrong
 * @param action what to do
 * @param examples the first rows or accounts concerned, and what is wrong with each
 * @param isCut whether there are more
 */
record Finding(String check, String problem, String action, List<String> examples, boolean isCut) {

    private static final int MAX_EXAMPLES = 20;

    /** Creates a finding that names some rows. */
    static Finding of(String check, String problem, String action, List<String> rows) {
        return new Finding(
                check, problem, action, rows.stream().limit(MAX_EXAMPLES).toList(), rows.size() > MAX_EXAMPLES);
    }

    String text() {
        var lines = new StringBuilder(check + ": " + problem);
        examples.forEach(example -> lines.append("\n    ").append(example));
        if (isCut) {
            lines.append("\n    … and more");
        }
        return lines.append("\n  To do: ").append(action).toString();
    }
}
