package dev.imagegateway.billing;

import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.upstream.KeyRing;
import dev.imagegateway.upstream.KeyRing.Pick;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the vendor's records: usage logs, ledger, price list and the ends of models. Failures are returned as values, not thrown. Pages are
 * read one after the other at a limited rate, so thousands of rows take minutes.
 */
public final class BillingClient {

    private static final Logger log = LoggerFactory.getLogger(BillingClient.class);

    private final KeyRing ring;
    private final BookReads reads;
    private final LogPages logs;
    private final RefundPages refunds;
    private final RetirementRows retirements;

    BillingClient(KeyRing ring, BookReads reads, ForeignText foreign) {
        var rows = new BookRows(foreign);
        this.ring = ring;
        this.reads = reads;
        this.logs = new LogPages(reads, rows);
        this.refunds = new RefundPages(reads, rows);
        this.retirements = new RetirementRows(foreign);
    }

    /** Returns {@code Secret.name()} of every key, without duplicates and including resting keys. */
    public List<String> keys() {
        var names = new LinkedHashSet<String>();
        for (var pick : ring.all()) {
            names.add(name(pick));
        }
        return List.copyOf(names);
    }

    /**
     * Reads the usage logs of all keys for a time range. Reads all models, because the logs use model names of their
     * own. A key with more than about 90,000 rows is not read completely.
     *
     * @param from start in the logs' time, inclusive
     * @param to end, inclusive; not before {@code from}
     */
    public LogReading logs(Instant from, Instant to) {
        var picks = ring.all();
        var rows = new LinkedHashMap<String, LogRow>();
        var flaws = new LinkedHashMap<Pick, String>();
        for (var pick : picks) {
            var part = logs.read(pick.secret(), start(from), end(to));
            part.rows().forEach(rows::putIfAbsent);
            if (part.flaw() != null) {
                flaws.put(pick, part.flaw());
            }
        }
        report("logs", flaws);
        return new LogReading(List.copyOf(rows.values()), complete(picks, flaws.keySet()));
    }

    /**
     * Reads the refunds in the ledger for a time range.
     *
     * @param from start in the ledger's time, inclusive
     * @param to end, inclusive; not before {@code from}
     */
    public RefundReading refunds(Instant from, Instant to) {
        var picks = ring.all();
        // keys of the same account read the same ledger
        var rows = new LinkedHashSet<Refund>();
        var flaws = new LinkedHashMap<Pick, String>();
        for (var pick : picks) {
            var part = refunds.read(pick.secret(), start(from), end(to));
            rows.addAll(part.refunds());
            if (part.flaw() != null) {
                flaws.put(pick, part.flaw());
            }
        }
        report("ledger", flaws);
        return new RefundReading(List.copyOf(rows), complete(picks, flaws.keySet()));
    }

    /** Reads the price list, which needs no key. Empty unless the first try succeeds. */
    public Optional<PriceList> prices() {
        return reads.once(BookRequest.prices(), null) instanceof BookPage.Read read
                ? Optional.of(new PriceList(read.body()))
                : Optional.empty();
    }

    /**
     * Reads which models end or have ended, which needs no key. Tries once.
     *
     * @param etag the ETag of the last reading; null if there was none
     */
    public RetirementReading retirements(@Nullable String etag) {
        return switch (reads.once(BookRequest.deprecations(etag), null)) {
            case BookPage.Read read ->
                retirements
                        .read(read.body())
                        .<RetirementReading>map(found -> new RetirementReading.Changed(found, read.etag()))
                        .orElseGet(() -> new RetirementReading.Failed("a page of no known form"));
            case BookPage.Unchanged _ -> new RetirementReading.Unchanged();
            case BookPage.Unread unread -> new RetirementReading.Failed(unread.reason());
        };
    }

    /** The vendor's times have milliseconds. */
    private static Instant start(Instant from) {
        return from.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Adds a millisecond, because it is not documented whether the vendor includes the end. */
    private static Instant end(Instant to) {
        return to.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    private static Set<String> complete(List<Pick> picks, Set<Pick> flawed) {
        var flawedNames = flawed.stream().map(BillingClient::name).collect(Collectors.toSet());
        return picks.stream()
                .map(BillingClient::name)
                .filter(name -> !flawedNames.contains(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String name(Pick pick) {
        return pick.secret().name();
    }

    /** Logs once per reading, because readings repeat. */
    private static void report(String book, Map<Pick, String> flaws) {
        if (!flaws.isEmpty()) {
            var all = flaws.entrySet().stream()
                    .map(flaw -> "key " + flaw.getKey().place() + ":" + name(flaw.getKey()) + ": " + flaw.getValue())
                    .collect(Collectors.joining("; "));
            log.warn("AIML's {} could not be read completely ({})", book, all);
        }
    }
}
