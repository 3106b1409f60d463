package dev.imagegateway.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The balance and the ledger, which is the reference for a bill. */
final class BillingEndpoint {

    private static final Set<String> PARAMETERS = Set.of("from", "to", "direction", "type", "limit", "cursor");
    private static final Set<String> DIRECTIONS = new TreeSet<>(Set.of("TOPUP", "CHARGE"));
    private static final Set<String> TYPES =
            new TreeSet<>(Set.of("PAYMENT", "BONUS", "REFUND", "ADJUSTMENT", "MODEL_USAGE", "CREDITS_EXPIRED", "INIT"));
    private static final Pattern CURSOR = Pattern.compile("\\{\"v\":1,\"c\":\"(\\d{1,18})\"}");
    private static final long LOW_BALANCE = 10_000;

    private final SandboxState state;

    BillingEndpoint(SandboxState state) {
        this.state = state;
    }

    ObjectNode balance() {
        return Json.object().put("current_balance", Json.usd(shown())).put("currency", "USD");
    }

    ObjectNode detail() {
        ObjectNode json = Json.object()
                .put("user_id", 1)
                .put("email", "sandbox@example.com")
                .put("current_balance", Json.usd(shown()))
                .put("currency", "USD");
        json.putObject("autotopup_settings")
                .put("is_enabled", false)
                .putNull("threshold")
                .putNull("amount")
                .put("currency", "USD");
        return json;
    }

    /** The old format, in credits. */
    ObjectNode legacyBalance() {
        return Json.object()
                .put("balance", shown())
                .put("lowBalance", shown() < LOW_BALANCE)
                .put("lowBalanceThreshold", LOW_BALANCE)
                .put("lastUpdated", Json.time(state.now()))
                .put("autoDebitStatus", "disabled")
                .put("status", "current")
                .put("statusExplanation", "Balance is current and up to date");
    }

    ObjectNode transactions(Query query, Key key) {
        if (key.management()) {
            throw new Query.Refused(Refusal.forbidden("This endpoint requires a regular API key"));
        }
        query.onlyKnows(PARAMETERS);
        Instant from = query.time("from");
        Instant to = query.time("to");
        if (from != null && to != null && !to.isAfter(from)) {
            throw Query.invalid("to must be after from");
        }
        String direction = query.oneOf("direction", DIRECTIONS);
        String type = query.oneOf("type", TYPES);
        int limit = query.number("limit", 50, 1, 100);
        long before = before(query.one("cursor"));
        List<Row> rows = ledger().stream()
                .filter(row -> row.number() < before
                        && (from == null || !row.created().isBefore(from))
                        && (to == null || row.created().isBefore(to))
                        && (direction == null || direction.equals(row.direction()))
                        && (type == null || type.equals(row.type())))
                .limit(limit + 1L)
                .toList();
        return page(rows, limit);
    }

    /** A row of the ledger. The number is the order of booking. */
    private record Row(
            long number,
            Instant created,
            String direction,
            String type,
            long credits,
            @Nullable String model,
            @Nullable String reference) {}

    /** Newest first, as far as visible. The oldest row is the account's opening. */
    private List<Row> ledger() {
        Instant visible = state.now().minus(state.settings().ledgerDelay());
        List<Row> rows = new ArrayList<>();
        for (Booking booking : state.books().bookings()) {
            if (booking.billed() && !booking.created().isAfter(visible)) {
                rows.add(new Row(
                        booking.number(),
                        booking.created(),
                        "CHARGE",
                        "MODEL_USAGE",
                        booking.credits(),
                        booking.model(),
                        booking.inferenceId()));
            }
        }
        for (BillingBooks.Refund refund : state.books().refunds()) {
            if (!refund.created().isAfter(visible)) {
                rows.add(new Row(
                        refund.number(),
                        refund.created(),
                        "TOPUP",
                        "REFUND",
                        refund.credits(),
                        refund.model(),
                        refund.inferenceId()));
            }
        }
        rows.sort(Comparator.comparingLong(Row::number).reversed());
        rows.add(new Row(
                0, state.books().opened(), "TOPUP", "INIT", state.books().openingBalance(), null, null));
        return rows;
    }

    private static ObjectNode page(List<Row> rows, int limit) {
        boolean more = rows.size() > limit;
        List<Row> shown = more ? rows.subList(0, limit) : rows;
        ObjectNode json = Json.object();
        ArrayNode data = json.putArray("data");
        for (Row row : shown) {
            ObjectNode line = data.addObject()
                    .put("created_at", Json.time(row.created()))
                    .put("direction", row.direction())
                    .put("type", row.type());
            line.putObject("amount").put("usd", Json.usd(row.credits())).put("credits", row.credits());
            line.put("model", row.model()).put("reference_id", row.reference());
        }
        json.putObject("pagination")
                .put("next_cursor", more ? cursor(shown.getLast().number()) : null)
                .put("has_more", more);
        return json;
    }

    private static String cursor(long number) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"v\":1,\"c\":\"" + number + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        try {
            String json = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            Matcher matcher = CURSOR.matcher(json);
            if (matcher.matches()) {
                return Long.parseLong(matcher.group(1));
            }
        } catch (IllegalArgumentException _) {
            // not even Base64
        }
        throw Query.invalid("cursor: Invalid cursor");
    }

    private long shown() {
        return state.books().shownBalance(state.now(), state.settings().ledgerDelay());
    }
}
