package dev.imagegateway.billing;

import dev.imagegateway.secret.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the refunds in an account's ledger. Its pages use cursors, which do not shift. */
final class RefundPages {

    private static final int MOST_PAGES = 1000;

    private final BookReads reads;
    private final BookRows rows;

    RefundPages(BookReads reads, BookRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    /**
     * The refunds read with one key.
     *
     * @param refunds in the order of the ledger
     * @param flaw why they are incomplete; null if they are complete
     */
    record Part(List<Refund> refunds, @Nullable String flaw) {}

    /** Reads the refunds in {@code [from, to)}. */
    Part read(Secret key, Instant from, Instant to) {
        var refunds = new ArrayList<Refund>();
        var cursors = new HashSet<String>();
        String cursor = null;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            switch (reads.read(BookRequest.refunds(from, to, cursor), key)) {
                case BookPage.Read read -> {
                    var page = read.body();
                    var more = page.at("/pagination/has_more");
                    if (!more.isBoolean() || !took(page.path("data"), refunds)) {
                        return new Part(refunds, "a page or row of no known form");
                    }
                    if (!more.booleanValue()) {
                        return new Part(refunds, null);
                    }
                    cursor = page.at("/pagination/next_cursor").asString("");
                    if (cursor.isEmpty() || !cursors.add(cursor)) {
                        return new Part(refunds, "cursors that lead nowhere");
                    }
                }
                case BookPage.Unread unread -> {
                    return new Part(refunds, unread.reason());
                }
            }
        }
        return new Part(refunds, "more pages than are read at once");
    }

    /** Adds the rows of a page. Returns false if the page is invalid or one of its rows is not a refund. */
    private boolean took(JsonNode data, List<Refund> refunds) {
        var read = data.valueStream().map(rows::refund).toList();
        read.forEach(row -> row.ifPresent(refunds::add));
        return data.isArray() && read.stream().allMatch(Optional::isPresent);
    }
}
