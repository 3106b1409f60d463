package dev.imagegateway.images;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageBytes;
import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.ledger.ImageRecords;
import dev.imagegateway.ledger.ImageState;
import dev.imagegateway.ledger.NewImage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that the gateway keeps: which ones there are, and their files. */
public final class KeptImages {

    private static final Logger log = LoggerFactory.getLogger(KeptImages.class);

    private final ImageRecords records;
    private final DiskStore store;
    private final ImageCopies copies;
    private final ImageJanitor janitor;
    private final Duration timeToLive;

    KeptImages(ImageRecords records, DiskStore store, ImageCopies copies, ImageJanitor janitor, Duration timeToLive) {
        this.records = records;
        this.store = store;
        this.copies = copies;
        this.janitor = janitor;
        this.timeToLive = timeToLive;
    }

    void start() {
        copies.start();
        janitor.start();
    }

    void close() {
        janitor.close();
        copies.close();
    }

    /** Deletes an image on behalf of a client. */
    void delete(ImageRecord image) throws IOException {
        var copied = copies.forget(image.id());
        janitor.remove(image, ImageMetrics.Removal.DELETED);
        if (copied.isPresent()) {
            janitor.delete(copied.get().sha256());
        }
    }

    /** Whether an image can be served. */
    enum Availability {
        /** Its bytes are here or on their way. */
        AVAILABLE,
        /** It could not be copied yet, and is tried again. */
        DELAYED,
        /** It is not kept, or not any more. */
        UNAVAILABLE
    }

    /**
     * Prepares the images of a generation that is about to be settled. Bytes that the upstream sent are stored now, so
     * this may block. An image whose bytes cannot be stored is not kept.
     *
     * @return the images to record with the settlement
     */
    List<NewImage> prepare(List<GeneratedImage> images) {
        var prepared = new ArrayList<NewImage>();
        for (var image : images) {
            var bytes = image.bytes();
            var facts = bytes == null ? null : stored(bytes);
            if (facts == null && image.url() == null) {
                // the ids of the others depend on their positions
                return List.of();
            }
            prepared.add(new NewImage(image.url(), facts, timeToLive));
        }
        return prepared;
    }

    private @Nullable ImageFacts stored(ImageBytes bytes) {
        try (var copy = store.newCopy();
                var in = bytes.open()) {
            in.transferTo(copy.stream());
            return store.keep(copy);
        } catch (IOException | RuntimeException e) {
            log.warn("Images that the upstream sent could not be stored", e);
            return null;
        }
    }

    /** Begins to copy the images of a generation that was settled. */
    void begin(String generation, List<NewImage> images, Instant made) {
        for (int i = 0; i < images.size(); i++) {
            var image = images.get(i);
            var url = image.url();
            if (image.facts() != null) {
                store.recorded(image.facts().sha256());
            } else if (url != null) {
                copies.begin(ImageRecord.id(generation, i), url, made);
            }
        }
    }

    /** Returns which of these images can be served. */
    Map<String, Availability> availability(List<String> ids) {
        var unknown = ids.stream().filter(id -> copies.find(id).isEmpty()).toList();
        var found = unknown.isEmpty()
                ? Map.<String, ImageRecord>of()
                : records.find(unknown).stream().collect(Collectors.toMap(ImageRecord::id, Function.identity()));
        return ids.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        id -> unknown.contains(id) ? availability(found.get(id)) : Availability.AVAILABLE));
    }

    private Availability availability(@Nullable ImageRecord image) {
        if (image == null) {
            return Availability.UNAVAILABLE;
        }
        return switch (image.state()) {
            case PENDING -> image.tries() == 0 ? Availability.AVAILABLE : Availability.DELAYED;
            case KEPT -> file(image).isPresent() ? Availability.AVAILABLE : Availability.UNAVAILABLE;
            case FAILED, REMOVED -> Availability.UNAVAILABLE;
        };
    }

    /** Finds the record of an image. */
    Optional<ImageRecord> find(String id) {
        return records.find(id);
    }

    /**
     * Returns the file of an image. Waits while it is being copied.
     *
     * @return empty if it is not kept, or if the copy is not complete after the wait
     */
    Optional<KeptImage> file(String id, Duration wait) {
        var copy = copies.find(id);
        if (copy.isPresent()) {
            try {
                var facts = Deadline.await(copy.get(), wait);
                return store.find(facts.sha256()).map(file -> new KeptImage(file, facts));
            } catch (TimeoutException | ExecutionException | CancellationException e) {
                log.debug("{} is not copied yet", id, e);
                return Optional.empty();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return find(id).flatMap(this::file);
    }

    private Optional<KeptImage> file(ImageRecord image) {
        var facts = image.facts();
        return image.state() != ImageState.KEPT || facts == null
                ? Optional.empty()
                : store.find(Objects.requireNonNull(facts).sha256()).map(file -> new KeptImage(file, facts));
    }
}
