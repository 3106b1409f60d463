package dev.imagegateway.telemetry;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names in an expression of Prometheus. It reads the notation that the rules and the board use, not all of PromQL.
 *
 * @param metrics every metric
 * @param matchers every label of a metric that is compared, with each value that it is compared with
 * @param grouping every label in {@code by} and {@code on}
 */
record PromQl(Set<String> metrics, Set<LabelMatch> matchers, Set<String> grouping) {

    /** @param value empty for a variable of the board */
    record LabelMatch(String metric, String label, String value) {}

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\{([^}]*)}");

    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");

    private static final Pattern NO_NAME = Pattern.compile("\\{[^}]*}|\\[[^]]*]|\"[^\"]*\"|\\b(?:and|or|offset)\\b");

    /** Not followed by a bracket, as functions are. */
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");

    static PromQl parse(String expression) {
        var text = LABEL_VALUES.matcher(expression).replaceFirst("group by ($2) ($1)");
        var grouping = all(GROUPING, text)
                .flatMap(found -> Arrays.stream(found.group(1).split(",")))
                .map(String::strip)
                .collect(Collectors.toSet());
        var matchers = new HashSet<LabelMatch>();
        all(SELECTOR, text)
                .forEach(selector -> all(MATCHER, selector.group(2))
                        .forEach(match -> values(match)
                                .forEach(value ->
                                        matchers.add(new LabelMatch(selector.group(1), match.group(1), value)))));
        var rest = NO_NAME.matcher(GROUPING.matcher(text).replaceAll("")).replaceAll(" ");
        // what is before "by (…)" is a function, too
        var functions = all(Pattern.compile("(\\w+)\\s+(?:by|on)\\b"), text)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        var metrics = all(NAME, rest)
                .map(found -> found.group())
                .filter(name -> !functions.contains(name))
                .collect(Collectors.toSet());
        return new PromQl(metrics, matchers, grouping);
    }

    private static Stream<String> values(MatchResult match) {
        var value = match.group(3);
        if (value.contains("$")) {
            return Stream.of("");
        }
        return match.group(2).endsWith("~") ? Arrays.stream(value.split("\\|")) : Stream.of(value);
    }

    private static Stream<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
