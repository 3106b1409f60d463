package dev.imagegateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.LedgerLocation.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;

/** The gateway's books beside the upstream's bill. */
public final class Audit {

    private final List<Row> rows;
    private final Map<String, List<Long>> billed = new HashMap<>();

    private Audit(LedgerLocation place, Sandbox sandbox) {
        // the bill first: what is billed after this look is no concern of the rows read later
        for (JsonNode row : sandbox.call("GET", "/sandbox/bill", "").json().path("rows")) {
            var attempt = row.path("client_request_id").stringValue();
            billed.computeIfAbsent(attempt.substring(0, attempt.lastIndexOf('.')), _ -> new ArrayList<>())
                    .add(row.path("credits").longValue());
        }
        this.rows = place.rows();
    }

    public static Audit of(LedgerLocation place, Sandbox sandbox) {
        return new Audit(place, sandbox);
    }

    public List<Row> rows() {
        return rows;
    }

    public long billedCredits() {
        return billed.values().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sum();
    }

    public int billedGenerations() {
        return billed.size();
    }

    public long count(String state) {
        return rows.stream().filter(row -> row.state().equals(state)).count();
    }

    public long credits() {
        return rows.stream().mapToLong(Row::credits).sum();
    }

    /** Generations of which the bill and the books say different things, and those that are not told yet. */
    public long differences() {
        var ids = new HashSet<>(billed.keySet());
        var booked = new HashMap<String, Long>();
        for (var row : rows) {
            ids.add(row.id());
            booked.put(row.id(), row.isOpen() ? -1L : row.credits());
        }
        return ids.stream()
                .filter(id -> {
                    var attempts = billed.getOrDefault(id, List.of());
                    long sum = attempts.stream().mapToLong(Long::longValue).sum();
                    return attempts.size() > 1 || booked.getOrDefault(id, 0L) != sum;
                })
                .count();
    }

    /** Nothing was paid twice, and every attempt that was paid has a row that says so, or that it may have been. */
    public void everythingBilledIsAccountedFor() {
        var known = rows.stream().collect(Collectors.toMap(Row::id, Function.identity()));
        billed.forEach((generation, credits) -> {
            assertThat(credits).as("attempts billed of " + generation).hasSize(1);
            var row = known.get(generation);
            assertThat(row).as("a row for " + generation).isNotNull();
            if (row == null) {
                return;
            }
            switch (row.state()) {
                case "SETTLED" -> assertThat(row.used()).as(generation).isEqualTo(credits.getFirst());
                case "HELD", "UNKNOWN" -> {}
                default -> Assertions.fail(generation + " was billed and is " + row);
            }
        });
        assertThat(rows)
                .filteredOn(row -> row.state().equals("SETTLED"))
                .allSatisfy(row -> assertThat(billed).containsKey(row.id()));
    }

    /** The vendor's bill and the books agree to the credit, with nothing left open. */
    public void everythingAgrees() {
        everythingBilledIsAccountedFor();
        assertThat(rows).noneMatch(Row::isOpen);
        assertThat(credits()).isEqualTo(billedCredits());
    }

    @Override
    public String toString() {
        return rows.size() + " generations, " + billed.size() + " billed, " + count("SETTLED") + " settled, "
                + count("RELEASED") + " released, " + count("UNKNOWN") + " unknown, " + count("HELD") + " held; books "
                + credits() + ", bill " + billedCredits();
    }
}
