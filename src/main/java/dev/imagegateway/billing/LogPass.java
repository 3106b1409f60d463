package dev.imagegateway.billing;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one pass over the pages of a key's logs met, from the first to the last; used by one thread. Pages are counted
 * from an end that moves while rows arrive: the pass holds every row only if it met as many as each page said there
 * are.
 */
final class LogPass {

    private final String keyPrefix;
    private final Map<String, LogRow> rows = new LinkedHashMap<>();
    private final Set<String> met = new HashSet<>();
    private @Nullable BigDecimal total;
    private boolean moved;
    private int offset;
    private @Nullable String flaw;

    LogPass(String keyPrefix) {
        this.keyPrefix = keyPrefix;
    }

    /** Takes in a page; whether there is another one to ask for, at {@link #offset()}. */
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
        // neighbours overlap, so that a shift by a few rows loses none
        offset += data.size() - data.size() / 10;
        // a page on which nothing is new leads nowhere, whatever it says
        return pagination.path("has_more").booleanValue() && met.size() > before;
    }

    private void takeRow(JsonNode line) {
        var row = BookRows.logRow(line, keyPrefix);
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

    /** Ends it before the last page. */
    void broken(String reason) {
        flaw = reason;
    }

    int offset() {
        return offset;
    }

    /** By what makes each that row; rows without any id are left out. */
    Map<String, LogRow> rows() {
        return rows;
    }

    /** Why its rows are not all, if another pass would not help. */
    @Nullable
    String flaw() {
        return flaw;
    }

    /** Whether nothing came, went or moved while it was made. */
    boolean heldStill() {
        return !moved && total != null && total.compareTo(BigDecimal.valueOf(met.size())) == 0;
    }
}
