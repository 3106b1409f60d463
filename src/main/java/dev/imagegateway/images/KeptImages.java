package dev.imagegateway.images;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageBytes;
import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.ledger.ImageRecords;
import dev.imagegateway.ledger.ImageState;
import dev.imagegateway.ledger.NewImage;
import dev.imagegateway.problem.GatewayException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that the gateway keeps: which ones there are, and their files. */
public final class KeptImages {

    private static final Logger log = LoggerFactory.getLogger(KeptImages.class);

    /** How often to look for a copy of another process. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final ImageRecords records;
    private final ImageStore store;
    private final ImageCopies copies;
    private final ImageJanitor janitor;
    private final KeptThumbnails thumbnails;
    private final Duration timeToLive;

    KeptImages(
            ImageRecords records,
            ImageStore store,
            ImageCopies copies,
            ImageJanitor janitor,
            KeptThumbnails thumbnails,
            Duration timeToLive) {
        this.records = records;
        this.store = store;
        this.copies = copies;
        this.janitor = janitor;
        this.thumbnails = thumbnails;
        this.timeToLive = timeToLive;
    }

    void start() {
        store.start();
        copies.start();
        janitor.start();
    }

    void close() {
        thumbnails.close();
        janitor.close();
        copies.close();
        store.close();
    }

    /** Why the store does not respond; null if it does. */
    @Nullable
    String storeFault() {
        return store.fault();
    }

    /** Deletes an image on behalf of a client. If the store does not respond, its bytes are deleted by a later search. */
    void delete(ImageRecord image) throws IOException {
        var copied = copies.forget(image.id());
        try {
            janitor.remove(image, ImageMetrics.Removal.DELETED);
            if (copied.isPresent()) {
                if (image.facts() == null) {
                    store.removed(copied.get());
                }
                janitor.delete(image.id(), copied.get());
            }
        } catch (IOException e) {
            // away, or it refused: the row is removed, and the search for unused bytes finds them
            log.info("The bytes of {} are deleted later: {}", image.id(), e.getMessage());
        }
    }

    /**
     * Prepares the images of a generation that is about to be settled. Bytes that the upstream sent are stored now, so
     * this may block. An image whose bytes cannot be stored is not kept.
     *
     * @param stated the vendor's word which images its safety checker blocked; empty if it gave none
     * @return the images to record with the settlement
     */
    List<NewImage> prepare(String generation, List<GeneratedImage> images, List<Boolean> stated) {
        var prepared = new ArrayList<NewImage>();
        for (var image : images) {
            var bytes = image.bytes();
            var facts = bytes == null ? null : stored(ImageRecord.id(generation, prepared.size()), bytes);
            if (facts == null && image.url() == null) {
                // the ids of the others depend on their positions
                discard(generation, prepared);
                return List.of();
            }
            prepared.add(new NewImage(
                    image.url(), facts, timeToLive, stated.isEmpty() ? null : stated.get(prepared.size())));
        }
        return prepared;
    }

    /** Forgets images that were prepared and are not recorded. The next search deletes their bytes. */
    void discard(String generation, List<NewImage> images) {
        for (int i = 0; i < images.size(); i++) {
            var facts = images.get(i).facts();
            if (facts != null) {
                store.recorded(ImageRecord.id(generation, i), facts);
            }
        }
    }

    private @Nullable ImageFacts stored(String id, ImageBytes bytes) {
        if (store.fault() != null) {
            return null;
        }
        try (var copy = store.newCopy();
                var in = bytes.open()) {
            in.transferTo(copy.stream());
            return store.keep(id, copy);
        } catch (StoreAwayException | StoreRefusedException e) {
            log.warn("{}, which the upstream sent, is not kept: {}", id, e.getMessage());
            return null;
        } catch (IOException | RuntimeException e) {
            log.warn("Images that the upstream sent could not be stored", e);
            return null;
        }
    }

    /** Begins to copy the images of a generation that was settled. */
    void begin(String generation, List<NewImage> images, Instant made) {
        for (int i = 0; i < images.size(); i++) {
            var image = images.get(i);
            var id = ImageRecord.id(generation, i);
            var url = image.url();
            if (image.facts() != null) {
                store.recorded(id, image.facts());
            } else if (url != null) {
                copies.begin(id, url, made);
            }
        }
    }

    /** Returns which of these images can be served. */
    StoredImages stored(List<String> ids) {
        var available = new HashSet<String>();
        var unknown = new ArrayList<String>();
        for (var id : ids) {
            if (copies.find(id).isPresent()) {
                available.add(id);
            } else {
                unknown.add(id);
            }
        }
        var missing = EnumSet.noneOf(ImageState.class);
        try {
            for (var image : records.find(unknown)) {
                if (isAvailable(image)) {
                    available.add(image.id());
                } else {
                    missing.add(image.state());
                }
            }
        } catch (GatewayException away) {
            return new StoredImages(available, StoredImages.label(EnumSet.of(ImageState.PENDING)), away);
        }
        return new StoredImages(available, StoredImages.label(missing), null);
    }

    /** Returns which of these images are known to be blocked, or not to be. Does not wait for copies. */
    Map<String, Boolean> blocked(List<String> ids) {
        var blocked = new HashMap<String, Boolean>();
        var recorded = new ArrayList<String>();
        for (var id : ids) {
            var copy = copies.find(id);
            if (copy.isEmpty()) {
                recorded.add(id);
            } else if (copy.get().isDone() && !copy.get().isCompletedExceptionally()) {
                var isBlocked = copy.get().join().blocked();
                if (isBlocked != null) {
                    blocked.put(id, isBlocked);
                }
            }
        }
        try {
            for (var image : records.find(recorded)) {
                if (image.blocked() != null) {
                    blocked.put(image.id(), image.blocked());
                }
            }
        } catch (GatewayException away) {
            log.debug("It is not known now which images are blocked", away);
        }
        return blocked;
    }

    private boolean isAvailable(ImageRecord image) {
        return switch (image.state()) {
            // after a failed try, the upstream's URL is the better answer
            case PENDING -> image.tries() == 0 && store.fault() == null;
            case KEPT -> file(image).isPresent();
            case FAILED, REMOVED -> false;
        };
    }

    /** Finds the record of an image. */
    Optional<ImageRecord> find(String id) {
        return records.find(id);
    }

    /** Finds the records of those of these images that exist. */
    List<ImageRecord> find(List<String> ids) {
        return records.find(ids);
    }

    /** Completes when no copy of this image is under way in this process, whether it succeeded or failed. */
    CompletableFuture<Void> copyEnded(String id) {
        return copies.find(id)
                .map(copy -> copy.<Void>handle((_, _) -> null))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /**
     * Returns the file of an image. Waits while it is being copied.
     *
     * @return empty if it is not kept, or if the copy is not complete after the wait
     */
    Optional<KeptImage> file(String id, Duration wait) {
        var end = System.nanoTime() + wait.toNanos();
        try {
            for (var isFirst = true; ; isFirst = false) {
                var rest = Duration.ofNanos(end - System.nanoTime());
                var copy = copies.find(id);
                if (copy.isPresent()) {
                    var facts = Deadline.await(copy.get(), rest);
                    return store.find(id, facts).map(bytes -> new KeptImage(bytes, facts));
                }
                var image = find(id);
                if (!image.map(this::isCopiedElsewhere).orElse(false) || rest.compareTo(POLL_INTERVAL) < 0) {
                    return image.flatMap(this::file);
                }
                if (!isFirst || !copies.beginIfDue(image.get())) {
                    Thread.sleep(POLL_INTERVAL);
                }
            }
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            log.debug("{} is not copied yet", id, e);
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Whether another process is likely to be copying an image. If it died, the copy is soon due. */
    private boolean isCopiedElsewhere(ImageRecord image) {
        return image.state() == ImageState.PENDING && image.tries() == 0 && store.fault() == null;
    }

    /**
     * Returns the thumbnail of an image as JPEG.
     *
     * @throws GatewayException as {@link KeptThumbnails#of}
     */
    byte[] thumbnail(String id, KeptImage image) {
        return thumbnails.of(id, image, () -> stored(List.of(id)).available().contains(id));
    }

    /** Pixels of the longest side of a thumbnail. */
    int thumbnailSize() {
        return thumbnails.size();
    }

    private Optional<KeptImage> file(ImageRecord image) {
        var facts = image.facts();
        return image.state() != ImageState.KEPT || facts == null
                ? Optional.empty()
                : store.find(image.id(), facts).map(bytes -> new KeptImage(bytes, facts));
    }
}
