package dev.imagegateway.billing;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One pass over all pages of a key's logs. Not thread-safe. Offsets count from an end of the list that moves while rows
 * arrive, so rows shift between pages. The pass is complete only if it met as many rows as each page states.
 */
final class LogPass {

    private final String keyPrefix;
    private final BookRows reader;
    private final Map<String, LogRow> rows = new LinkedHashMap<>();
    private final Set<String> met = new HashSet<>();
    private @Nullable BigDecimal total;
    private boolean moved;
    private int offset;
    private @Nullable String flaw;

    LogPass(String keyPrefix, BookRows reader) {
        this.keyPrefix = keyPrefix;
        this.reader = reader;
    }

    /** Adds a page. Returns whether there is another page, at {@link #offset()}. */
    boolean take(JsonNode page) {
        var data = page.path("data");
        var pagination = page.path("pagination");
        if (!data.isArray()
                || !pagination.path("total").isNumber()
                || !pagination.path("has_more").isBoolean()) {
            flaw = "a page of no known form";
            return false;
        }
        var stated = pagination.path("total").decimalValue();
        moved |= total != null && total.compareTo(stated) != 0;
        total = stated;
        var before = met.size();
        data.forEach(this::takeRow);
        // consecutive pages overlap, so that a small shift skips no row
        offset += data.size() - data.size() / 10;
        // stop at a page without new rows, even if it claims that there are more
        return pagination.path("has_more").booleanValue() && met.size() > before;
    }

    private void takeRow(JsonNode line) {
        var row = reader.logRow(line, keyPrefix);
        if (row.isEmpty()) {
            flaw = "a row of no known form";
            return;
        }
        var identity = BookRows.identity(row.get());
        met.add(identity);
        if (BookRows.hasId(row.get())) {
            rows.put(identity, row.get());
        }
    }

    /** Marks the pass as incomplete. */
    void broken(String reason) {
        flaw = reason;
    }

    int offset() {
        return offset;
    }

    /** The rows by their identity, without rows that have no id. */
    Map<String, LogRow> rows() {
        return rows;
    }

    /** Why the rows are incomplete, if another pass would not help; otherwise null. */
    @Nullable
    String flaw() {
        return flaw;
    }

    /** Whether no rows were added, removed or moved during the pass. */
    boolean heldStill() {
        return !moved && total != null && total.compareTo(BigDecimal.valueOf(met.size())) == 0;
    }
}
