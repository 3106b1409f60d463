package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageRecords;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The size of all kept images, which several processes change. The ledger's sum is read once a minute at most; what this
 * process stores and deletes counts at once.
 */
final class KeptBytes {

    private static final Logger log = LoggerFactory.getLogger(KeptBytes.class);

    private static final Duration READ_INTERVAL = Duration.ofMinutes(1);

    private final ImageRecords records;
    private final AtomicLong sum = new AtomicLong();
    private final ReentrantLock reading = new ReentrantLock();
    private volatile long nextReadNanos = System.nanoTime();

    KeptBytes(ImageRecords records) {
        this.records = records;
    }

    void add(long bytes) {
        sum.addAndGet(bytes);
    }

    /** Reads the ledger's sum now. */
    void read() {
        sum.set(records.keptBytes());
        nextReadNanos = System.nanoTime() + READ_INTERVAL.toNanos();
    }

    long value() {
        if (System.nanoTime() - nextReadNanos >= 0 && reading.tryLock()) {
            try {
                read();
            } catch (RuntimeException e) {
                log.debug("The size of the kept images is read again later", e);
            } finally {
                reading.unlock();
            }
        }
        return Math.max(0, sum.get());
    }
}
