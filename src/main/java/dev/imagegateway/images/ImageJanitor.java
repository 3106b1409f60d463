package dev.imagegateway.images;

import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.images.ImageMetrics.Removal;
import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.ledger.ImageRecords;
import dev.imagegateway.ledger.ImageState;
import dev.imagegateway.store.OneAtATime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes images that have expired, the oldest ones when the store exceeds its quota, and files that no image has. The
 * row changes first and the file is deleted afterwards: a crash in between leaves a file, which the next search finds.
 * Processes that share a ledger take turns.
 */
final class ImageJanitor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ImageJanitor.class);

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration SEARCH_INTERVAL = Duration.ofHours(6);
    private static final int BATCH = 200;

    private final ImageRecords records;
    private final ImageStore store;
    private final ThumbnailFiles thumbnails;
    private final ImageMetrics metrics;
    private final OneAtATime oneAtATime;
    private final long quota;
    private final ScheduledExecutorService clock = DaemonSchedulers.single("image-janitor");

    ImageJanitor(
            ImageRecords records,
            ImageStore store,
            ThumbnailFiles thumbnails,
            ImageMetrics metrics,
            OneAtATime oneAtATime,
            ImagesProperties properties) {
        this.records = records;
        this.store = store;
        this.thumbnails = thumbnails;
        this.metrics = metrics;
        this.oneAtATime = oneAtATime;
        this.quota = properties.quota().toBytes();
    }

    void start() {
        every(INTERVAL, alone("images-undeleted", () -> store.deleteAgain(records)));
        every(INTERVAL, alone("images-expired", this::removeExpired));
        every(INTERVAL, alone("images-oldest", this::removeOldest));
        every(SEARCH_INTERVAL, alone("images-unused", this::deleteUnusedFiles));
        // each process has thumbnails of its own
        every(SEARCH_INTERVAL, this::deleteUnusedThumbnails);
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Work that one process does at a time, and none while the store does not respond. */
    private Work alone(String name, Work work) {
        return () -> {
            if (store.fault() == null) {
                try {
                    oneAtATime.run(name, () -> unchecked(work));
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        };
    }

    private void every(Duration interval, Work work) {
        var _ = clock.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (StoreAwayException away) {
                        // StoreAvailability has logged why
                        log.debug("Images are cleaned up when the store responds again", away);
                    } catch (IOException e) {
                        log.warn("Images could not be cleaned up: {}; it is tried again", e.toString());
                    } catch (RuntimeException e) {
                        log.warn("Images could not be cleaned up; it is tried again", e);
                    }
                },
                0,
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static void unchecked(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeExpired() throws IOException {
        try (var refused = new RefusedDeletions()) {
            List<ImageRecord> expired;
            do {
                expired = records.expired(BATCH);
                for (var image : expired) {
                    refused.attempt(image.id(), () -> remove(image, Removal.EXPIRED));
                }
            } while (expired.size() == BATCH);
        }
    }

    private void removeOldest() throws IOException {
        if (isAboveQuota()) {
            // another process may just have made room
            store.measure();
        }
        try (var refused = new RefusedDeletions()) {
            while (isAboveQuota()) {
                var oldest = records.oldest(BATCH);
                if (oldest.isEmpty()) {
                    return;
                }
                for (var image : oldest) {
                    if (!isAboveQuota()) {
                        return;
                    }
                    log.debug("{} makes room for newer images", image.id());
                    refused.attempt(image.id(), () -> remove(image, Removal.EVICTED));
                }
            }
        }
    }

    /** Files that cannot be deleted now will be: otherwise a read-only folder would remove one image after the other. */
    private boolean isAboveQuota() {
        return store.size() - store.undeleted() > quota;
    }

    /** Removes an image and, if no other image has the same bytes, its file. */
    void remove(ImageRecord image, Removal reason) throws IOException {
        var facts = image.facts();
        if (records.remove(image.id(), reason.label())) {
            metrics.removed(reason);
            if (facts != null) {
                store.removed(facts);
            }
        }
        thumbnails.delete(image.id());
        if (facts != null) {
            delete(image.id(), facts);
        }
    }

    /** Deletes files whose rows were never written, or were removed just before a crash. */
    void deleteUnusedFiles() throws IOException {
        store.deleteUnused(records);
    }

    private void deleteUnusedThumbnails() {
        thumbnails.deleteUnused(ids -> records.find(ids).stream()
                .filter(image -> image.state() == ImageState.KEPT)
                .map(ImageRecord::id)
                .collect(Collectors.toSet()));
    }

    /** Deletes the bytes of an image, unless another image has them. */
    void delete(String id, ImageFacts facts) throws IOException {
        store.delete(id, facts, () -> !records.contents(List.of(facts.sha256())).isEmpty());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
