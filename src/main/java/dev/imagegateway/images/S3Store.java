package dev.imagegateway.images;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.ledger.ImageRecords;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Images in a bucket, for any number of processes that share a ledger. An object's key has the SHA-256 of the bytes and
 * the image's id, so that an object belongs to one image alone. Equal images are stored twice, and in return nobody has to
 * ask whether another image still needs an object before it is deleted: between the question and the deletion, another
 * process could store that image.
 */
final class S3Store implements ImageStore {

    private static final Logger log = LoggerFactory.getLogger(S3Store.class);

    /** An object without a row may be that of a copy whose row is about to be written. */
    private static final Duration UNUSED_AFTER = Duration.ofHours(24);

    /** How long a missing object counts as lost, before it is asked for again. */
    private static final Duration LOST_FOR = Duration.ofMinutes(5);

    private static final int MAX_LOST = 100_000;

    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);

    /** A store that is not used is probed this often, so that its health is known. */
    private static final Duration CONFIRMED_FOR = Duration.ofMinutes(1);

    private static final int BATCH = 200;

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{2}/([0-9a-f]{64})/(img-[A-Za-z0-9-]+-[0-9]+)");

    private final S3Bucket bucket;
    private final String prefix;
    private final CopyFolder folder;
    private final StoreAvailability availability;
    private final KeptBytes bytes;
    private final Clock clock;
    private final ScheduledExecutorService probes = DaemonSchedulers.single("image-store-probe");
    private final Cache<String, Boolean> lost = Caffeine.newBuilder()
            .expireAfterWrite(LOST_FOR)
            .maximumSize(MAX_LOST)
            .build();

    /** @param folder where copies are written before they are sent */
    S3Store(S3Properties properties, CopyFolder folder, ImageRecords records, Clock clock) {
        this.availability = new StoreAvailability();
        this.bucket = new S3Bucket(properties, availability);
        this.prefix = properties.prefix();
        this.folder = folder;
        this.bytes = new KeptBytes(records);
        this.clock = clock;
    }

    @Override
    public void start() {
        var _ = probes.scheduleWithFixedDelay(this::probe, 0, PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void probe() {
        try {
            bucket.probe(CONFIRMED_FOR);
        } catch (IOException | RuntimeException e) {
            log.debug("The store of images is probed again", e);
        }
    }

    @Override
    public @Nullable String fault() {
        return availability.fault();
    }

    @Override
    public CopyFile newCopy() throws IOException {
        return folder.newCopy();
    }

    @Override
    public ImageFacts keep(String id, CopyFile copy) throws IOException {
        var facts = copy.facts();
        bucket.put(key(id, facts.sha256()), copy.path(), facts);
        lost.invalidate(id);
        bytes.add(facts.bytes());
        return facts;
    }

    @Override
    public void recorded(String id, ImageFacts facts) {
        // unused objects are not deleted before a day is over
    }

    @Override
    public Optional<Resource> find(String id, ImageFacts facts) {
        return lost.getIfPresent(id) != null
                ? Optional.empty()
                : Optional.of(new S3Image(bucket, key(id, facts.sha256()), facts.bytes(), () -> lost(id)));
    }

    private void lost(String id) {
        log.error("S3 does not have {} any more, which the ledger says is kept", id);
        lost.put(id, true);
    }

    @Override
    public void removed(ImageFacts facts) {
        bytes.add(-facts.bytes());
    }

    @Override
    public void delete(String id, ImageFacts facts, BooleanSupplier isUsed) throws IOException {
        bucket.delete(key(id, facts.sha256()));
    }

    @Override
    public void deleteUnused(ImageRecords records) throws IOException {
        try (var refused = new RefusedDeletions()) {
            bucket.list(page -> {
                var old = page.stream().filter(this::isOld).toList();
                for (int from = 0; from < old.size(); from += BATCH) {
                    deleteUnused(old.subList(from, Math.min(old.size(), from + BATCH)), records, refused);
                }
            });
        }
    }

    private boolean isOld(S3Object object) {
        return object.lastModified().isBefore(clock.instant().minus(UNUSED_AFTER));
    }

    private void deleteUnused(List<S3Object> objects, ImageRecords records, RefusedDeletions refused)
            throws IOException {
        // by the image's id: a copy that was made again may have left an object with other bytes
        var contents = new HashMap<String, List<String>>();
        for (var object : objects) {
            var parts = KEY.matcher(object.key().substring(prefix.length()));
            if (parts.matches()) {
                contents.computeIfAbsent(parts.group(2), _ -> new ArrayList<>()).add(parts.group(1));
            }
        }
        for (var image : records.find(contents.keySet())) {
            contents.getOrDefault(image.id(), new ArrayList<>()).removeIf(sha256 -> isUsed(image, sha256));
        }
        // another ledger may use the same bucket by mistake, and its images were paid for, too
        contents.keySet().retainAll(records.ofThisLedger(contents.keySet()));
        for (var unused : contents.entrySet()) {
            for (var sha256 : unused.getValue()) {
                log.info("An object of {} is deleted, because no image has it", unused.getKey());
                refused.attempt(unused.getKey(), () -> bucket.delete(key(unused.getKey(), sha256)));
            }
        }
    }

    private static boolean isUsed(ImageRecord image, String sha256) {
        var facts = image.facts();
        return switch (image.state()) {
            case PENDING -> true;
            case KEPT -> facts != null && facts.sha256().equals(sha256);
            case FAILED, REMOVED -> false;
        };
    }

    @Override
    public long size() {
        return bytes.value();
    }

    @Override
    public void measure() {
        bytes.read();
    }

    private String key(String id, String sha256) {
        return prefix + sha256.substring(0, 2) + "/" + sha256 + "/" + id;
    }

    @Override
    public void close() {
        probes.shutdownNow();
        bucket.close();
    }
}
