package dev.imagegateway.alerts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The board of Grafana, as queries that Prometheus answers. */
final class Board {

    private static final JsonNode BOARD = JsonMapper.builder()
            .build()
            .readTree(Path.of("observability/dashboards/image-gateway.json").toFile());

    /** As Grafana chooses it for a panel that shows some hours. A shorter one has gaps where a busy machine misses scrapes. */
    private static final Duration RATE_INTERVAL = Prometheus.INTERVAL.multipliedBy(20);

    private Board() {}

    /**
     * A query of a panel.
     *
     * @param panel its title
     * @param expression with variables
     * @param isInstant whether it asks for the present only
     */
    record Query(String panel, String expression, boolean isInstant) {

        /**
         * The highest value that Prometheus answers with, empty without any number.
         *
         * @param instance the value of the variable
         * @param last the time that the panel shows
         */
        OptionalDouble highest(Prometheus prometheus, String instance, Duration last) {
            var concrete = substituted(expression, instance);
            var series = isInstant ? prometheus.instant(concrete) : prometheus.range(concrete, last);
            return series.stream().flatMapToDouble(Query::numbers).max();
        }

        private static DoubleStream numbers(JsonNode series) {
            return Stream.concat(list(series.path("values")), Stream.of(series.path("value")))
                    .map(sample -> sample.path(1).asString("NaN"))
                    .filter(value -> !value.equals("NaN"))
                    .mapToDouble(value -> Double.parseDouble(value.replace("Inf", "Infinity")));
        }
    }

    /** The query for the values of a variable. */
    record Variable(String selector, String label) {}

    static List<Query> queries() {
        return list(BOARD.path("panels"))
                .flatMap(panel -> list(panel.path("targets"))
                        .map(target -> new Query(
                                panel.path("title").asString(),
                                target.path("expr").asString(),
                                target.path("instant").asBoolean(false))))
                .toList();
    }

    static List<Query> queries(String panel) {
        return queries().stream().filter(query -> query.panel().equals(panel)).toList();
    }

    static List<Variable> variables() {
        return list(BOARD.at("/templating/list"))
                .map(variable -> variable.path("definition").asString(""))
                .filter(definition -> definition.startsWith("label_values("))
                .map(definition -> {
                    int comma = definition.lastIndexOf(", ");
                    return new Variable(
                            substituted(definition.substring("label_values(".length(), comma), ".*"),
                            definition.substring(comma + 2, definition.length() - 1));
                })
                .toList();
    }

    /** What the board marks in every panel. */
    static List<String> annotations() {
        return list(BOARD.at("/annotations/list"))
                .map(annotation -> annotation.path("expr").asString())
                .toList();
    }

    private static String substituted(String expression, String instance) {
        var concrete = expression
                .replace("$__rate_interval", RATE_INTERVAL.toMillis() + "ms")
                .replace("$instance", instance)
                .replace("$client", ".*");
        if (concrete.contains("$")) {
            throw new AssertionError(concrete);
        }
        return concrete;
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
