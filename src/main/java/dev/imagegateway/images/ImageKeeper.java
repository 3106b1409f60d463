package dev.imagegateway.images;

import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.ledger.NewImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the images of generations while these are settled. Keeps none if {@code gateway.images.store} is none. A failure
 * here never affects a generation.
 */
public final class ImageKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ImageKeeper.class);

    /** The settlement waits for this, so a store that hangs must not. The next search deletes what arrives later. */
    private static final Duration PREPARE_WITHIN = Duration.ofSeconds(5);

    private final @Nullable KeptImages kept;
    private volatile boolean running;

    ImageKeeper(@Nullable KeptImages kept) {
        this.kept = kept;
    }

    /**
     * Prepares the images of a generation for its settlement. Bytes that the upstream sent are stored first, on another
     * thread.
     *
     * @param stated the vendor's word which images its safety checker blocked; empty if it gave none
     * @return the images to record; empty if none is kept
     */
    public CompletableFuture<List<NewImage>> prepare(
            String generation, List<GeneratedImage> images, List<Boolean> stated) {
        if (kept == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        return images.stream().allMatch(image -> image.bytes() == null)
                ? CompletableFuture.completedFuture(kept.prepare(generation, images, stated))
                : prepareInTime(kept, generation, images, stated);
    }

    private static CompletableFuture<List<NewImage>> prepareInTime(
            KeptImages kept, String generation, List<GeneratedImage> images, List<Boolean> stated) {
        var prepared = CompletableFuture.supplyAsync(
                () -> kept.prepare(generation, images, stated), Thread::startVirtualThread);
        return prepared.copy()
                .orTimeout(PREPARE_WITHIN.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(failure -> {
                    log.warn("Images that the upstream sent are not kept", failure);
                    if (failure instanceof TimeoutException) {
                        var _ = prepared.thenAccept(late -> kept.discard(generation, late));
                    }
                    return List.of();
                });
    }

    /** Forgets images that were prepared for a settlement that failed. */
    public void discard(String generation, List<NewImage> images) {
        if (kept != null) {
            kept.discard(generation, images);
        }
    }

    /** Begins to copy images that were recorded with a settlement. */
    public void begin(String generation, List<NewImage> images, Instant made) {
        if (kept != null) {
            try {
                kept.begin(generation, images, made);
            } catch (RuntimeException | Error e) {
                log.warn("The images of {} are copied later", generation, e);
            }
        }
    }

    /** The kept images, if there are any. */
    Optional<KeptImages> kept() {
        return Optional.ofNullable(kept);
    }

    @Override
    public void start() {
        running = true;
        if (kept != null) {
            kept.start();
        }
    }

    @Override
    public void stop() {
        running = false;
        if (kept != null) {
            kept.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after the generations, and before the ledger, which records the last copies. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 768;
    }

    /** Whether images are kept. */
    public boolean isKeeping() {
        return kept != null;
    }

    /** Why the store of kept images does not respond; null if it does, or if there is none. */
    public @Nullable String fault() {
        return kept == null ? null : kept.storeFault();
    }
}
