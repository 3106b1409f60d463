package dev.imagegateway.ledger;

import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.store.Reads;
import dev.imagegateway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a unit of a model's price costs by the vendor's answers and by its price list. Known at once in this process, and
 * within a few seconds to other replicas and after a restart.
 */
public final class ObservedPrices {

    private static final Logger log = LoggerFactory.getLogger(ObservedPrices.class);

    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(5);

    private final LedgerWriter writer;
    private final Reads reads;
    private final Store store;
    private final Clock clock;
    private final Map<Key, Observed> prices = new ConcurrentHashMap<>();

    /** The stored prices. Accessed by one thread at a time. */
    private Map<Key, Observed> stored = Map.of();

    private boolean isRead;

    ObservedPrices(LedgerWriter writer, Reads reads, Store store, Clock clock) {
        this.writer = writer;
        this.reads = reads;
        this.store = store;
        this.clock = clock;
    }

    private enum Source {
        STATED,
        LISTED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Key(String model, Source source) {}

    /**
     * A price.
     *
     * @param unit what it is for; null if that is not known
     */
    private record Observed(long creditsPerUnit, @Nullable String unit, long atMillis) {

        private boolean isFor(String asked) {
            return unit == null || unit.equals(asked);
        }

        private Observed of(@Nullable String known) {
            return unit != null || known == null ? this : new Observed(creditsPerUnit, known, atMillis);
        }
    }

    /**
     * The highest observed price of a unit; empty if none is known.
     *
     * @param unit what the price is for. Prices for other units are ignored.
     */
    public Optional<Credits> highest(String model, String unit) {
        return Stream.of(Source.values())
                .flatMap(source -> last(model, unit, source).stream())
                .max(Comparator.comparingLong(Credits::amount));
    }

    /** The price of a unit in the vendor's price list; empty if it is not known. */
    public Optional<Credits> lastListed(String model, String unit) {
        return last(model, unit, Source.LISTED);
    }

    /** The price of a unit by the last cost that the vendor has stated; empty if it is not known. */
    public Optional<Credits> lastStated(String model, String unit) {
        return last(model, unit, Source.STATED);
    }

    private Optional<Credits> last(String model, String unit, Source source) {
        return Optional.ofNullable(prices.get(new Key(model, source)))
                .filter(price -> price.isFor(unit))
                .map(price -> new Credits(price.creditsPerUnit()));
    }

    /** Records the price of a unit in the vendor's price list. */
    public void listed(String model, String unit, Credits perUnit) {
        put(new Key(model, Source.LISTED), new Observed(perUnit.amount(), unit, clock.millis()), false);
    }

    /**
     * Records the cost that the vendor has stated for a generation.
     *
     * @param unit what the price was for
     * @param units how many units were held
     * @param isPartial whether fewer images were made than requested. Their cost can only raise the price.
     */
    public void stated(String model, String unit, long units, boolean isPartial, Credits cost) {
        put(new Key(model, Source.STATED), new Observed(perUnit(cost, units), unit, clock.millis()), isPartial);
    }

    /** Records a cost in the vendor's logs. It can only raise the price, because refunds may be deducted from it. */
    void logged(String model, long units, long cost, Instant at) {
        put(
                new Key(model, Source.STATED),
                new Observed(perUnit(new Credits(cost), units), null, Math.min(at.toEpochMilli(), clock.millis())),
                true);
    }

    private static long perUnit(Credits cost, long units) {
        return Math.ceilDiv(cost.amount(), Math.max(1, units));
    }

    private void put(Key key, Observed next, boolean onlyRaises) {
        prices.merge(key, next, (before, then) -> {
            // the clock may have been set back since
            var isOlder = then.atMillis() < Math.min(before.atMillis(), clock.millis());
            if (before.unit() != null && then.unit() != null && !before.unit().equals(then.unit())) {
                return isOlder ? before : then;
            }
            var isLower = then.creditsPerUnit() < before.creditsPerUnit();
            var isSame = then.creditsPerUnit() == before.creditsPerUnit() && Objects.equals(then.unit(), before.unit());
            return isOlder || isSame || (onlyRaises && isLower) ? before : then.of(before.unit());
        });
    }

    /** Writes what has changed here, and reads what other replicas have written. Does nothing without the database. */
    synchronized void sync() {
        try {
            if (!isRead || store.isShared()) {
                read();
            }
            var changed = new HashMap<>(prices);
            changed.entrySet().removeAll(stored.entrySet());
            if (!changed.isEmpty()
                    && writer.await(new Task<>("observed prices", jdbc -> write(jdbc, changed)), WRITTEN_WITHIN)
                            != null) {
                var all = new HashMap<>(stored);
                all.putAll(changed);
                stored = all;
            }
        } catch (GatewayException e) {
            log.debug("The observed prices could not be read; it will be tried again", e);
        }
    }

    private void read() {
        var now = clock.millis();
        var read = new HashMap<Key, Observed>();
        List<Map.Entry<Key, Observed>> rows = reads.read(jdbc -> jdbc.query(
                "SELECT model, source, credits_per_image, unit, observed_at FROM observed_price",
                (row, _) -> Map.entry(
                        new Key(
                                row.getString("model"),
                                Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT))),
                        // a time in the future would outlast all later observations
                        new Observed(
                                row.getLong("credits_per_image"),
                                row.getString("unit"),
                                Math.min(now, row.getLong("observed_at"))))));
        rows.forEach(row -> read.put(row.getKey(), row.getValue()));
        isRead = true;
        stored = read;
        read.forEach((key, price) -> put(key, price, false));
    }

    private static Integer write(JdbcTemplate jdbc, Map<Key, Observed> changed) {
        changed.forEach((key, price) -> jdbc.update(
                "INSERT INTO observed_price (model, source, credits_per_image, unit, observed_at)"
                        + " VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (model, source) DO UPDATE SET credits_per_image = excluded.credits_per_image,"
                        + " unit = excluded.unit, observed_at = excluded.observed_at",
                key.model(),
                key.source().label(),
                price.creditsPerUnit(),
                price.unit(),
                price.atMillis()));
        return changed.size();
    }
}
