import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows of figures, as a table for people and as JSON for machines. */
final class Report {

    private record Row(String scenario, String what, Map<String, Object> figures) {}

    private final List<Row> rows = new ArrayList<>();
    private final Bench.Options options;

    Report(Bench.Options options) {
        this.options = options;
    }

    /** Figures as name and value in turn; printed at once, since a run takes minutes. */
    void add(String scenario, String what, Object... figures) {
        var named = new LinkedHashMap<String, Object>();
        for (int i = 0; i < figures.length; i += 2) {
            named.put((String) figures[i], figures[i + 1]);
        }
        var row = new Row(scenario, what, named);
        rows.add(row);
        System.out.println(line(row));
    }

    void add(String scenario, String what, Load.Result result, Load.Result direct) {
        add(
                scenario,
                what,
                "requests/s", result.perSecond(),
                "cpu µs", result.cpuMicros(),
                "p50 µs", result.p50(),
                "p90 µs", result.p90(),
                "p99 µs", result.p99(),
                "added p50 µs", direct == null ? null : result.p50() - direct.p50(),
                "added p90 µs", direct == null ? null : result.p90() - direct.p90(),
                "added p99 µs", direct == null ? null : result.p99() - direct.p99(),
                "errors", result.errors(),
                "not 2xx", result.notOk());
    }

    void print() {
        var columns = List.<String>of();
        for (var row : rows) {
            var own = List.copyOf(row.figures().keySet());
            if (!own.equals(columns)) {
                columns = own;
                var head = new StringBuilder(String.format("%n%-48s", ""));
                own.forEach(name -> head.append(String.format(" %" + width(name) + "s", name)));
                System.out.println(head);
            }
            var text = new StringBuilder(String.format("%-2s %-45s", row.scenario(), row.what()));
            row.figures().forEach((name, value) -> text.append(String.format(
                    " %" + width(name) + "s", value == null || "NaN".equals(value.toString()) ? "-" : plain(value))));
            System.out.println(text);
        }
    }

    private static int width(String name) {
        return Math.max(8, name.length());
    }

    private static String line(Row row) {
        var text = new StringBuilder(String.format(Locale.ROOT, "%-2s %-44s", row.scenario(), row.what()));
        row.figures().forEach((name, value) -> {
            if (value != null && !"NaN".equals(value.toString())) {
                text.append("  ").append(name).append(' ').append(plain(value));
            }
        });
        return text.toString();
    }

    private static String plain(Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, number < 100 ? "%.2f" : "%.0f", number)
                : String.valueOf(value);
    }

    String json() {
        var text = new StringBuilder("{\"seconds\":" + options.seconds() + ",\"java\":" + quoted(Runtime.version().toString())
                + ",\"cpus\":" + Runtime.getRuntime().availableProcessors() + ",\"ledger\":"
                + quoted(options.postgres().isEmpty() ? "sqlite" : "postgresql") + ",\"limits\":"
                + quoted(options.redis().isEmpty() ? "local" : "redis") + ",\"rows\":[\n");
        for (var row : rows) {
            text.append(row == rows.getFirst() ? "" : ",\n").append("{\"scenario\":").append(quoted(row.scenario()))
                    .append(",\"what\":").append(quoted(row.what()));
            row.figures().forEach((name, value) -> text.append(',').append(quoted(name)).append(':')
                    .append(value instanceof Number number && !"NaN".equals(value.toString()) ? number : value == null || value instanceof Number ? "null" : quoted(value.toString())));
            text.append('}');
        }
        return text.append("\n]}\n").toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
