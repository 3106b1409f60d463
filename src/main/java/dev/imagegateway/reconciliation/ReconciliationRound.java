package dev.imagegateway.reconciliation;

import dev.imagegateway.ledger.Entry;
import dev.imagegateway.ledger.Reconciliation;
import dev.imagegateway.ledger.Unreconciled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs reconciliation rounds. Not thread-safe. What a round does not reach or cannot read is left to later rounds. */
final class ReconciliationRound {

    /** How long AIML keeps its logs. Older generations are never compared and do not count in the drift. */
    static final Duration OLDEST = Duration.ofDays(92);

    /** How many windows a round compares. */
    private static final int MOST_WINDOWS = 24;

    private final ReconciliationProperties properties;
    private final VendorLogs vendor;
    private final Reconciliation ledger;
    private final Unreconciled unreconciled;
    private final LogSweep sweep;
    private final ReconciliationMetrics metrics;
    private final Clock clock;

    private Instant lastRound = Instant.EPOCH;

    /** Generations held before this time that are still open could not be compared. They are retried after a pause. */
    private Instant triedTo = Instant.EPOCH;

    private @Nullable Instant pauseEnds;

    /** Since when the logs of no key could be read; null if they could. */
    private @Nullable Instant unreadableSince;

    ReconciliationRound(
            ReconciliationProperties properties,
            VendorLogs vendor,
            Reconciliation ledger,
            Unreconciled unreconciled,
            LogSweep sweep,
            ReconciliationMetrics metrics,
            Clock clock) {
        this.properties = properties;
        this.vendor = vendor;
        this.ledger = ledger;
        this.unreconciled = unreconciled;
        this.sweep = sweep;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Runs a round. Returns whether everything due could be read. */
    boolean run() {
        var now = clock.instant();
        if (lastRound.isAfter(now)) {
            clockWasSetBack();
        }
        var checked = checkUnknown(now);
        lastRound = now;
        var compared = compare(now);
        var refunded = refunds(now, compared);
        giveUp(now);
        var swept = sweep.run(now, now.minus(OLDEST), now.minus(properties.settleLag()), MOST_WINDOWS);
        return checked && compared && refunded && swept;
    }

    /** Forgets all times of the old clock, which would otherwise be in the future for as long as it was ahead. */
    private void clockWasSetBack() {
        lastRound = Instant.EPOCH;
        triedTo = Instant.EPOCH;
        pauseEnds = null;
        unreadableSince = null;
    }

    /**
     * Looks up unknown generations early, because they hold budget. A charge or a failure in the logs resolves them.
     */
    private boolean checkUnknown(Instant now) {
        var spans = unreconciled.unknown(now.minus(properties.settleLag())).stream()
                .filter(entry -> isDue(entry, now))
                .map(entry -> around(entry.heldAt(), entry.deadline(), now))
                .toList();
        var all = true;
        for (var span : Span.merged(spans)) {
            all &= countMatched(vendor.logs(span));
        }
        return all;
    }

    /** A generation is due at once, and whenever its age has doubled. */
    private boolean isDue(Entry entry, Instant now) {
        var ended = Objects.requireNonNullElse(entry.endedAt(), entry.deadline());
        var doubled = properties.interval();
        while (!ended.plus(doubled.multipliedBy(2)).isAfter(now)) {
            doubled = doubled.multipliedBy(2);
        }
        var latest = ended.plus(doubled);
        return ended.isAfter(lastRound) || (latest.isAfter(lastRound) && !latest.isAfter(now));
    }

    private Span around(Instant first, Instant last, Instant now) {
        var to = last.plus(properties.clockSkew());
        return Span.until(to.isBefore(now) ? to : now, first.minus(properties.clockSkew()));
    }

    private boolean countMatched(VendorLogs.Carried carried) {
        metrics.matched(carried.recorded().matched());
        metrics.unmatched(carried.recorded().unmatched());
        return carried.all();
    }

    /** Compares complete windows, the oldest first. */
    private boolean compare(Instant now) {
        if (pauseEnds != null && !pauseEnds.isAfter(now)) {
            pauseEnds = null;
            triedTo = Instant.EPOCH;
        }
        var all = pauseEnds == null;
        for (int windows = 0; windows < MOST_WINDOWS; windows++) {
            // the books are final for what was over so long before this reading begins
            var startedAt = clock.instant();
            var finalBefore = startedAt.minus(properties.settleLag());
            var horizon = startedAt.minus(OLDEST);
            var next =
                    unreconciled.oldest(triedTo.isAfter(horizon) ? triedTo : horizon, finalBefore, properties.window());
            if (next.isEmpty()) {
                return all;
            }
            var stretch = next.get();
            // the vendor dates a row at the end of the request, which may be later than the generation's deadline
            var carried =
                    vendor.logs(around(stretch.from(), stretch.lastDeadline().plus(properties.settleLag()), startedAt));
            countMatched(carried);
            if (carried.all()) {
                metrics.foreign(carried.recorded().foreign());
            }
            var left = ledger.close(stretch.from(), stretch.until(), finalBefore, carried.complete());
            if (left > 0) {
                all = false;
                triedTo = stretch.until();
                pauseEnds = pauseEnds == null ? now.plus(properties.settleLag()) : pauseEnds;
            }
            if (carried.complete().isEmpty()) {
                unreadableSince = unreadableSince == null ? now : unreadableSince;
                return false;
            }
            unreadableSince = null;
        }
        return all;
    }

    private boolean refunds(Instant now, boolean compared) {
        var readTo = unreconciled.refundsReadTo();
        if (readTo.isEmpty()) {
            return true;
        }
        // a bookmark of a clock that was ahead is in the future
        var mark = readTo.get().isAfter(now) ? now.minus(OLDEST) : readTo.get();
        var from = mark.minus(properties.refundOverlap());
        var oldest = now.minus(OLDEST);
        if (!vendor.refunds(new Span(from.isAfter(oldest) ? from : oldest, now), metrics)) {
            return false;
        }
        if (compared) {
            // a refund can only be assigned after its charge was read
            unreconciled.refundsRead(now);
        }
        return true;
    }

    /** Gives up only on generations that were tried. A gateway that was down for a day must read the logs first. */
    private void giveUp(Instant now) {
        var late = now.minus(properties.unknownMaxAge());
        // if no logs are readable, every window is affected, whether it was tried or not
        var unreadable = unreadableSince != null
                && !unreadableSince.plus(properties.settleLag()).isAfter(now);
        ledger.giveUp(unreadable || late.isBefore(triedTo) ? late : triedTo);
    }
}
