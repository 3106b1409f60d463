package dev.imagegateway.billing;

import dev.imagegateway.image.Credits;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vendor's own books: its usage logs, its ledger, its price list. Every failure is a value; it throws for none. A
 * reading takes as long as its pages take, which come in their turn: minutes, for thousands of rows.
 */
public final class BillingClient {

    private static final Logger log = LoggerFactory.getLogger(BillingClient.class);

    private final KeyRing ring;
    private final BookReads reads;
    private final LogPages logs;
    private final RefundPages refunds;

    BillingClient(KeyRing ring, BookReads reads) {
        this.ring = ring;
        this.reads = reads;
        this.logs = new LogPages(reads);
        this.refunds = new RefundPages(reads);
    }

    /** {@code Secret.name()} of every key of the ring now, resting ones too, each once. */
    public List<String> keys() {
        var names = new LinkedHashSet<String>();
        for (var pick : ring.all()) {
            names.add(name(pick));
        }
        return List.copyOf(names);
    }

    /**
     * The usage logs of a span of time, of each key of the ring, of every model: the logs name models in a way of their
     * own. A key whose logs hold more than about 90,000 rows is not read completely.
     *
     * @param from in the logs' own time, included
     * @param to not before {@code from}, included
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
     * What the ledger gave back in a span of time.
     *
     * @param from in the ledger's own time, included
     * @param to not before {@code from}, included
     */
    public RefundReading refunds(Instant from, Instant to) {
        var picks = ring.all();
        // keys of one account read the same ledger
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

    /**
     * What an image costs by the price list, which needs no key; empty unless it can be read at the first try and
     * states a fixed price per image. Parts of a credit count as a whole one.
     */
    public Optional<Credits> pricePerImage(String model) {
        return reads.once(BookRequest.price(model), null) instanceof BookPage.Read read
                ? PriceList.pricePerImage(read.body(), model)
                : Optional.empty();
    }

    /** The vendor counts milliseconds. */
    private static Instant start(Instant from) {
        return from.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether the vendor includes the end is not documented; one millisecond more, and it does not matter. */
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

    /** Once for a whole reading: it comes again and again. */
    private static void report(String book, Map<Pick, String> flaws) {
        if (!flaws.isEmpty()) {
            var all = flaws.entrySet().stream()
                    .map(flaw -> "key " + flaw.getKey().place() + ":" + name(flaw.getKey()) + ": " + flaw.getValue())
                    .collect(Collectors.joining("; "));
            log.warn("AIML's {} could not be read completely ({})", book, all);
        }
    }
}
