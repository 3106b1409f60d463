package dev.imagegateway.secret;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds one secret and may be replaced while the process runs, as Kubernetes does with a mounted secret.
 * It is read again when it is asked for and the last look is older than the interval: no thread waits for changes, and
 * a link that is turned to another file is noticed like an edit.
 */
public final class SecretFile {

    private static final Logger log = LoggerFactory.getLogger(SecretFile.class);

    private final Path file;
    private final long intervalNanos;
    private final AtomicLong lastLook = new AtomicLong(System.nanoTime());
    private volatile Secret current;

    /**
     * Reads it for the first time.
     *
     * @param interval between two looks, above 0
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalArgumentException when its content is no secret
     */
    public SecretFile(Path file, Duration interval) {
        this.file = file;
        this.intervalNanos = interval.toNanos();
        this.current = Secret.readFrom(file);
    }

    /** The secret; a file that cannot be read just now leaves the last one in force. */
    public Secret current() {
        var last = lastLook.get();
        var now = System.nanoTime();
        if (now - last >= intervalNanos && lastLook.compareAndSet(last, now)) {
            lookAgain();
        }
        return current;
    }

    /** Looks at the file now, whatever the interval: for when its secret has just been refused. */
    public void lookAgain() {
        try {
            current = Secret.readFrom(file);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            log.warn("A key file is unusable, the last key stays in force: {}", e.getMessage());
        }
    }
}
