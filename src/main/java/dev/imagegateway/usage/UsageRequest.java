package dev.imagegateway.usage;

import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.http.Query;
import dev.imagegateway.ledger.UsageGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a report.
 *
 * @param from start, inclusive; the start of this month by default
 * @param to end, exclusive; now by default
 * @param by the grouping; by day by default
 * @param client the requested client; null if not given
 * @param form the format
 */
record UsageRequest(
        Instant from, Instant to, UsageGroup by, @Nullable String client, Form form) {

    /** A little more than the hours of 400 days. */
    static final int MAX_GROUPS = 10_000;

    private static final Duration MAX_RANGE_BY_HOUR = Duration.ofDays(400);
    private static final int MAX_NAME_LENGTH = 64;

    private static final Map<String, UsageGroup> GROUPS = new LinkedHashMap<>();

    static {
        Arrays.stream(UsageGroup.values()).forEach(group -> GROUPS.put(group.label(), group));
    }

    /** The format of a report. */
    enum Form {
        JSON,
        CSV,
        /** As the header Accept requests. */
        AS_ACCEPTED
    }

    /** @throws dev.imagegateway.problem.GatewayException {@code invalid-request} with all violations */
    static UsageRequest read(Query query, Instant now, ZoneId zone) {
        var form = query.choice("format", Map.of("json", Form.JSON, "csv", Form.CSV));
        return read(query, now, zone, form == null ? Form.AS_ACCEPTED : form);
    }

    /** @throws dev.imagegateway.problem.GatewayException {@code invalid-request} with all violations */
    static UsageRequest readCsv(Query query, Instant now, ZoneId zone) {
        return read(query, now, zone, Form.CSV);
    }

    private static UsageRequest read(Query query, Instant now, ZoneId zone, Form form) {
        var from = Objects.requireNonNullElse(query.moment("from", zone), BudgetPeriod.MONTH.startOf(now, zone));
        var to = Objects.requireNonNullElse(query.moment("to", zone), now);
        var by = Objects.requireNonNullElse(query.choice("group_by", GROUPS), UsageGroup.DAY);
        var client = query.text("client", MAX_NAME_LENGTH);
        if (!from.isBefore(to)) {
            query.refuse("to", "minimum", "must be after from, which is " + from, Map.of());
        } else if (by == UsageGroup.HOUR && Duration.between(from, to).compareTo(MAX_RANGE_BY_HOUR) > 0) {
            query.refuse("from", "maximum", "may be at most 400 days before to with group_by=hour", Map.of());
        }
        query.throwIfAny();
        return new UsageRequest(from, to, by, client, form);
    }
}
