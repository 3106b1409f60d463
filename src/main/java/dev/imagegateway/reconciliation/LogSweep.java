package dev.imagegateway.reconciliation;

import dev.imagegateway.ledger.LogMark;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the vendor's logs without gaps, whether or not the ledger has generations there. This finds what was billed and
 * lost, for example with an older copy of the ledger. Not thread-safe.
 */
final class LogSweep {

    private static final Logger log = LoggerFactory.getLogger(LogSweep.class);

    private final LogMark mark;
    private final VendorLogs vendor;
    private final ReconciliationMetrics metrics;
    private final Duration window;
    private final Duration overlap;
    private @Nullable Instant startedAt;

    /** @param overlap how far before the mark to begin, because the clocks differ and rows are written late */
    LogSweep(LogMark mark, VendorLogs vendor, ReconciliationMetrics metrics, Duration window, Duration overlap) {
        this.mark = mark;
        this.vendor = vendor;
        this.metrics = metrics;
        this.window = window;
        this.overlap = overlap;
    }

    /**
     * Reads on from the mark. Returns whether everything due could be read.
     *
     * @param oldest the time before which the vendor keeps no logs
     * @param finalBefore the time before which the logs do not change any more
     * @param most maximum number of windows
     */
    boolean run(Instant now, Instant oldest, Instant finalBefore, int most) {
        var started = startedAt == null || startedAt.isAfter(now) ? now : startedAt;
        startedAt = started;
        var stored = mark.readTo();
        if (stored.isEmpty()) {
            // in a new ledger nothing can have been lost; one of an earlier version begins with its newest generation
            mark.read(mark.newestHeld().orElse(finalBefore), oldest);
            return true;
        }
        var from = stored.get();
        if (from.isAfter(now)) {
            // the clock was ahead while the mark was written, and nobody knows since when
            log.warn("The vendor's logs were read up to {}, which is in the future; they are read again", from);
            from = oldest;
            mark.read(from, oldest);
        }
        from = from.isBefore(oldest) ? oldest : from;
        // what was lost is older than this process, so it is found as soon as the logs of that time are final
        if (!from.isBefore(started) && from.plus(window).isAfter(finalBefore)) {
            return true;
        }
        for (int windows = 0; windows < most && from.isBefore(finalBefore); windows++) {
            var to = from.plus(window).isBefore(finalBefore) ? from.plus(window) : finalBefore;
            var carried = vendor.logs(new Span(from.minus(overlap), to));
            metrics.matched(carried.recorded().matched());
            metrics.unmatched(carried.recorded().unmatched());
            if (!carried.all()) {
                return false;
            }
            mark.read(to, oldest);
            from = to;
        }
        return true;
    }
}
