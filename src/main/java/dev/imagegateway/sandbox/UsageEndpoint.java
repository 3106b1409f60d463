package dev.imagegateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v2/usage} and {@code /v2/usage/detail}: totals of the rows that the logs show. */
final class UsageEndpoint {

    private static final Set<String> GROUPS = new TreeSet<>(Set.of("day", "model", "day,model"));

    private final SandboxState state;
    private final LogsEndpoint logs;

    UsageEndpoint(SandboxState state, LogsEndpoint logs) {
        this.state = state;
        this.logs = logs;
    }

    ObjectNode totals(Query query, Key key) {
        return report(query, key).toJson();
    }

    ObjectNode detail(Query query, Key key) {
        Report report = report(query, key);
        ObjectNode json = report.toJson();
        ArrayNode models = json.putArray("models");
        by(report.rows(), row -> String.valueOf(row.model()))
                .forEach((model, rows) -> figures(models.addObject().put("model", model), rows));
        String groupBy = query.oneOf("group_by", GROUPS);
        ZoneId zone = zone(query.one("tz"));
        if (groupBy != null) {
            ArrayNode groups = json.putArray("groups");
            boolean day = groupBy.startsWith("day");
            boolean model = groupBy.endsWith("model");
            by(report.rows(), row -> (day ? day(row, zone) : "") + "\n" + (model ? row.model() : ""))
                    .values()
                    .forEach(rows -> {
                        ObjectNode group = groups.addObject();
                        if (day) {
                            group.put("day", day(rows.getFirst(), zone));
                        }
                        if (model) {
                            group.put("model", rows.getFirst().model());
                        }
                        figures(group, rows);
                    });
        }
        return json;
    }

    private record Report(@Nullable String keyPrefix, Window window, List<Booking> rows) {
        private ObjectNode toJson() {
            return Json.object()
                    .put("api_key_prefix", keyPrefix)
                    .put("start", Json.time(window.start()))
                    .put("end", Json.time(window.end()))
                    .put("spend", Json.usd(credits(rows)))
                    .put("currency", "USD")
                    .put("requests", rows.size());
        }
    }

    private Report report(Query query, Key key) {
        Instant now = state.now();
        Window asked = Window.of(query, now);
        Window window = asked == null ? new Window(now.minus(Duration.ofDays(1)), now.plusMillis(1)) : asked;
        String prefix = logs.visiblePrefix(query, key);
        Instant visible = now.minus(state.settings().logDelay());
        List<Booking> rows = state.books().bookings().stream()
                .filter(row -> !row.created().isAfter(visible)
                        && window.contains(row.created())
                        && (prefix == null || prefix.equals(row.keyPrefix())))
                .toList();
        return new Report(prefix, window, rows);
    }

    private static Map<String, List<Booking>> by(
            List<Booking> rows, java.util.function.Function<Booking, String> name) {
        return rows.stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.toList()));
    }

    private static void figures(ObjectNode json, List<Booking> rows) {
        json.put("spend", Json.usd(credits(rows)));
        json.putObject("tokens").put("input", 0).put("output", 0).put("total", 0);
        json.putObject("requests")
                .put("total", rows.size())
                .put("charged", rows.stream().filter(Booking::billed).count());
    }

    private static String day(Booking row, ZoneId zone) {
        return row.created().atZone(zone).toLocalDate().toString();
    }

    private static ZoneId zone(@Nullable String name) {
        if (name == null) {
            return ZoneOffset.UTC;
        }
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw Query.invalid("tz: Expected an IANA time zone");
        }
        return ZoneId.of(name);
    }

    private static long credits(Collection<Booking> rows) {
        return rows.stream().mapToLong(Booking::credits).sum();
    }
}
