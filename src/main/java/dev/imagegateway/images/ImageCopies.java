package dev.imagegateway.images;

import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.images.FetchFailedException.Reason;
import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.ledger.ImageRecords;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.telemetry.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.Exceptions;

/**
 * Copies images from the upstream into the store. A copy begins when its generation was settled, and nobody waits for it
 * unless the image is asked for. The ledger remembers images that are not copied yet, so that a crash loses none.
 */
final class ImageCopies implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ImageCopies.class);

    /** Finished copies are recorded together this often, because each transaction waits for the disk. */
    private static final Duration RECORD_INTERVAL = Duration.ofMillis(250);

    private static final Duration DUE_INTERVAL = Duration.ofSeconds(5);

    /** After an outage or a crash, many images are due at once. */
    private static final Duration BUSY_INTERVAL = Duration.ofMillis(250);

    private static final Duration RENEW_INTERVAL = ImageRecords.COPY_LEASE.dividedBy(3);

    /** Copies that are taken from the ledger in advance, for each that may run. */
    private static final int QUEUED = 4;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(30);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final ImageRecords records;
    private final ImageSource source;
    private final ImageStore store;
    private final ImageMetrics metrics;
    private final BlockedImageCounter blocked;
    private final Tracing tracing;
    private final int most;
    private final Semaphore permits;
    private final Duration retryFor;
    private final ScheduledExecutorService clock = DaemonSchedulers.single("image-copies");

    /** Copies that are under way, or done and not recorded yet, by the image's id. */
    private final Map<String, CompletableFuture<ImageFacts>> copies = new ConcurrentHashMap<>();

    /** The copies of the last renewal. Leases of newer ones last until the next renewal. */
    private Set<String> renewed = Set.of();

    ImageCopies(
            ImageRecords records,
            ImageSource source,
            ImageStore store,
            ImageMetrics metrics,
            BlockedImageCounter blocked,
            Tracing tracing,
            ImagesProperties properties) {
        this.records = records;
        this.source = source;
        this.store = store;
        this.metrics = metrics;
        this.blocked = blocked;
        this.tracing = tracing;
        this.most = properties.copies();
        this.permits = new Semaphore(most, true);
        this.retryFor = properties.copyRetry();
        metrics.watch(copies::size, store);
    }

    void start() {
        var _ = clock.scheduleWithFixedDelay(
                this::record, RECORD_INTERVAL.toMillis(), RECORD_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        var _ = clock.scheduleWithFixedDelay(
                this::renew, RENEW_INTERVAL.toMillis(), RENEW_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        var _ = clock.schedule(this::retryDue, 0, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to copy an image, unless that is under way. While the store does not respond, the image waits until it is due:
     * otherwise an outage would fill the heap with copies.
     */
    void begin(String id, String url, Instant made) {
        if (store.fault() == null) {
            begin(id, null, url, made, 0);
        }
    }

    private void begin(String id, @Nullable String client, String url, Instant made, int tries) {
        var copy = new CompletableFuture<ImageFacts>();
        if (copies.putIfAbsent(id, copy) == null) {
            var context = CopyContext.of(tracing, id, client, copy);
            Thread.startVirtualThread(() -> context.within(() -> run(id, url, made, tries, copy)));
        }
    }

    /**
     * Begins to copy an image that somebody waits for, if it is due. After an outage or a crash, thousands may be due
     * before it.
     *
     * @return false if it is not due, or if another process copies it
     */
    boolean beginIfDue(ImageRecord image) {
        if (store.fault() != null || !records.take(image.id())) {
            return false;
        }
        retry(image);
        return true;
    }

    /** Finds the copy of an image that is under way in this process, or was just completed. */
    Optional<CompletableFuture<ImageFacts>> find(String id) {
        return Optional.ofNullable(copies.get(id));
    }

    /**
     * Forgets an image that is being deleted.
     *
     * @return what its bytes say, if its copy is complete and not recorded
     */
    Optional<ImageFacts> forget(String id) {
        var copy = copies.remove(id);
        if (copy == null || copy.cancel(false) || copy.isCompletedExceptionally()) {
            return Optional.empty();
        }
        store.recorded(id, copy.join());
        return Optional.of(copy.join());
    }

    private void run(String id, String url, Instant made, int tries, CompletableFuture<ImageFacts> copy) {
        permits.acquireUninterruptibly();
        try {
            var started = metrics.begin();
            try {
                var facts = source.copy(id, url, made, store);
                metrics.copied(started, facts);
                if (!copy.complete(facts)) {
                    // deleted in the meantime: the next search deletes the file
                    store.recorded(id, facts);
                }
            } catch (RuntimeException | Error e) {
                // also an Error: whoever waits for the copy must hear of it, and it is tried again
                var cause = Exceptions.unwrap(e);
                var failure = failure(id, cause);
                metrics.failed(started, failure.reason());
                // a store that responds and refuses needs its operator
                failed(id, made, tries, failure, cause instanceof StoreRefusedException ? Level.WARN : Level.INFO);
                copies.remove(id, copy);
                copy.completeExceptionally(failure);
            }
        } finally {
            permits.release();
        }
    }

    private static FetchFailedException failure(String id, Throwable failure) {
        return switch (failure) {
            case FetchFailedException known -> known;
            case StoreAwayException away ->
                new FetchFailedException(String.valueOf(away.getMessage()), Reason.UNAVAILABLE);
            case StoreRefusedException refused ->
                new FetchFailedException(
                        "the store of images refused it (" + refused.reason() + ")", Reason.UNAVAILABLE);
            default -> {
                log.warn("{} could not be copied", id, failure);
                yield new FetchFailedException("the gateway failed to store it", Reason.UNAVAILABLE);
            }
        };
    }

    private void failed(String id, Instant made, int tries, FetchFailedException failure, Level level) {
        var isFinal = failure.reason() == Reason.GONE
                || failure.reason() == Reason.UNUSABLE
                || made.plus(retryFor).isBefore(Instant.now());
        log.atLevel(level)
                .log("{} was not copied: {}; {}", id, failure.getMessage(), isFinal ? "it is given up" : "tried again");
        try {
            records.failed(id, String.valueOf(failure.getMessage()), isFinal ? null : pause(tries));
        } catch (GatewayException e) {
            log.debug("The failure of {} was not recorded; it is due again later", id, e);
        }
    }

    private static Duration pause(int tries) {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 10));
        return doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
    }

    /** Records finished copies. If the ledger is away, they are recorded later. */
    private void record() {
        var done = new HashMap<String, ImageFacts>();
        copies.forEach((id, copy) -> {
            if (copy.isDone() && !copy.isCompletedExceptionally()) {
                done.put(id, copy.join());
            }
        });
        if (done.isEmpty()) {
            return;
        }
        try {
            blocked.count(records.kept(done));
        } catch (RuntimeException e) {
            log.debug("Copies are recorded later", e);
            return;
        }
        done.forEach((id, facts) -> {
            // unless it was deleted in the meantime
            if (copies.remove(id) != null) {
                store.recorded(id, facts);
            }
        });
    }

    /** Tells other processes that this one still works on its copies, however long they wait for their turn. */
    private void renew() {
        var current = Set.copyOf(copies.keySet());
        var older = current.stream().filter(renewed::contains).toList();
        renewed = current;
        if (older.isEmpty()) {
            return;
        }
        try {
            records.renew(older);
        } catch (RuntimeException e) {
            // at worst, another process copies them, too
            log.debug("Leases of copies are renewed later", e);
        }
    }

    private void retryDue() {
        if (clock.isShutdown()) {
            return;
        }
        var wait = DUE_INTERVAL;
        try {
            if (store.fault() == null && takeDue()) {
                wait = BUSY_INTERVAL;
            }
        } catch (RuntimeException e) {
            log.debug("Copies that are due are looked for again later", e);
        }
        var _ = clock.schedule(this::retryDue, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins copies that are due. Returns whether there may be more of them. */
    private boolean takeDue() {
        var room = QUEUED * most - copies.size();
        if (room <= 0) {
            return true;
        }
        var due = records.takeDue(room);
        due.forEach(this::retry);
        return due.size() == room;
    }

    private void retry(ImageRecord image) {
        var url = image.url();
        if (url != null) {
            begin(image.id(), image.client(), url, image.createdAt(), image.tries());
        }
    }

    /** Waits a little for copies that are under way. The others are copied after the next start. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            if (permits.tryAcquire(most, STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                permits.release(most);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        record();
    }
}
