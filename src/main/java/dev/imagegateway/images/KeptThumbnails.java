package dev.imagegateway.images;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.images.ThumbnailMaker.NoThumbnailException;
import dev.imagegateway.images.ThumbnailMetrics.Outcome;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes thumbnails when they are asked for, each once. Requests for the same one share its making. Few are made at the
 * same time, on threads of their own, because decoding takes a processor each.
 */
final class KeptThumbnails implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KeptThumbnails.class);

    /** Thumbnails that wait for a thread. More requests are refused, because they would not be answered in time. */
    private static final int MAX_WAITING = 256;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Images without a thumbnail that are remembered, so that they are not decoded again and again. */
    private static final int MAX_UNUSABLE = 10_000;

    private static final Duration REMEMBER_UNUSABLE = Duration.ofHours(1);

    private final ThumbnailFiles files;
    private final ThumbnailMaker maker;
    private final Duration timeout;
    private final ThreadPoolExecutor threads;
    private final Map<String, CompletableFuture<byte[]>> underWay = new ConcurrentHashMap<>();
    private final Cache<String, String> unusable = Caffeine.newBuilder()
            .maximumSize(MAX_UNUSABLE)
            .expireAfterWrite(REMEMBER_UNUSABLE)
            .build();
    private final ThumbnailMetrics metrics;

    KeptThumbnails(ThumbnailFiles files, ThumbnailProperties properties, Spool spool, ThumbnailMetrics metrics) {
        this.files = files;
        this.maker = new ThumbnailMaker(properties.size(), properties.maxPixels(), properties.timeout(), spool);
        this.timeout = properties.timeout();
        this.threads = new ThreadPoolExecutor(
                properties.concurrency(),
                properties.concurrency(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("thumbnails-", 0).daemon().factory());
        this.metrics = metrics;
    }

    /** Pixels of the longest side. */
    int size() {
        return maker.size();
    }

    /**
     * Returns the thumbnail of an image as JPEG. Makes it if necessary.
     *
     * @param isKept whether the image is still kept: if it is deleted meanwhile, its thumbnail is not kept either
     * @throws GatewayException {@code not-found} if there can be none, {@code overloaded} if it is not made in time,
     *     {@code delivery-failed} if the image cannot be read
     */
    byte[] of(String id, KeptImage image, BooleanSupplier isKept) {
        var reason = unusable.getIfPresent(id);
        if (reason != null) {
            throw none(reason);
        }
        try {
            var kept = files.find(id);
            return kept.isPresent() ? kept.get() : Deadline.await(begin(id, image, isKept), timeout);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case NoThumbnailException none -> none(String.valueOf(none.getMessage()));
                case RejectedExecutionException _, TimeoutException _ -> overloaded();
                case null, default -> unreadable();
            };
        } catch (TimeoutException | RejectedExecutionException _) {
            metrics.record(Outcome.OVERLOADED, timeout.toNanos());
            throw overloaded();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw overloaded();
        } catch (IOException e) {
            log.warn("The thumbnail of {} could not be read", id, e);
            throw unreadable();
        }
    }

    private CompletableFuture<byte[]> begin(String id, KeptImage image, BooleanSupplier isKept) {
        var mine = new CompletableFuture<byte[]>();
        var earlier = underWay.putIfAbsent(id, mine);
        if (earlier != null) {
            return earlier;
        }
        var asked = System.nanoTime();
        try {
            threads.execute(() -> make(id, image, isKept, mine, asked));
        } catch (RejectedExecutionException e) {
            underWay.remove(id, mine);
            mine.completeExceptionally(e);
            throw e;
        }
        return mine;
    }

    private void make(
            String id, KeptImage image, BooleanSupplier isKept, CompletableFuture<byte[]> result, long asked) {
        try {
            if (System.nanoTime() - asked > timeout.toNanos()) {
                throw new RejectedExecutionException("nobody waits for it any more");
            }
            var thumbnail = maker.make(image);
            keep(id, thumbnail, isKept);
            metrics.record(Outcome.MADE, System.nanoTime() - asked);
            underWay.remove(id, result);
            result.complete(thumbnail);
        } catch (NoThumbnailException e) {
            unusable.put(id, String.valueOf(e.getMessage()));
            end(id, Outcome.UNUSABLE, asked, result, e);
        } catch (RejectedExecutionException | TimeoutException e) {
            end(id, Outcome.OVERLOADED, asked, result, e);
        } catch (StoreAwayException e) {
            // StoreAvailability has logged why
            end(id, Outcome.FAILED, asked, result, e);
        } catch (IOException e) {
            log.warn("The thumbnail of {} could not be made: {}", id, e.toString());
            end(id, Outcome.FAILED, asked, result, e);
        } catch (RuntimeException | Error e) {
            log.warn("The thumbnail of {} could not be made", id, e);
            end(id, Outcome.FAILED, asked, result, e);
        }
    }

    /** A thumbnail that cannot be kept is made again for the next request. */
    private void keep(String id, byte[] thumbnail, BooleanSupplier isKept) {
        try {
            files.keep(id, thumbnail);
            if (isKept.getAsBoolean()) {
                return;
            }
        } catch (IOException | RuntimeException e) {
            log.warn("The thumbnail of {} could not be kept", id, e);
        }
        files.delete(id);
    }

    private void end(String id, Outcome outcome, long asked, CompletableFuture<byte[]> result, Throwable failure) {
        metrics.record(outcome, System.nanoTime() - asked);
        underWay.remove(id, result);
        result.completeExceptionally(failure);
    }

    private static GatewayException none(String reason) {
        return Problem.of(
                        ProblemType.NOT_FOUND,
                        "This image has no thumbnail: " + reason + ". Use the image itself, at the path without"
                                + " /thumbnail.")
                .asException();
    }

    private static GatewayException unreadable() {
        return Problem.of(
                        ProblemType.DELIVERY_FAILED,
                        "The gateway could not make or read the thumbnail; ask for it again later.")
                .recognised(true)
                .retryAfter(RETRY_AFTER)
                .asException();
    }

    private static GatewayException overloaded() {
        return Problem.of(
                        ProblemType.OVERLOADED,
                        "The thumbnail was not made in time, because others are being made. Ask for it again later.")
                .retryAfter(RETRY_AFTER)
                .asException();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
