package dev.imagegateway.secret;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with one secret that may be replaced at run time, as Kubernetes does with mounted secrets. It is read again on
 * use if the last check is older than the interval. So no thread waits for changes, and a changed symbolic link is
 * noticed like an edit.
 */
public final class SecretFile {

    private static final Logger log = LoggerFactory.getLogger(SecretFile.class);

    private final Path file;
    private final long intervalNanos;
    private final AtomicLong lastLook = new AtomicLong(System.nanoTime());
    private volatile Secret current;

    /**
     * Reads the file for the first time.
     *
     * @param interval minimum time between two checks, above 0
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if its content is not a valid secret
     */
    public SecretFile(Path file, Duration interval) {
        this.file = file;
        this.intervalNanos = interval.toNanos();
        this.current = Secret.readFrom(file);
    }

    /** Returns the current secret. If the file cannot be read, the last secret stays in use. */
    public Secret current() {
        var last = lastLook.get();
        var now = System.nanoTime();
        if (now - last >= intervalNanos && lastLook.compareAndSet(last, now)) {
            lookAgain();
        }
        return current;
    }

    /** Reads the file now regardless of the interval, for use after the secret was refused. */
    public void lookAgain() {
        try {
            current = Secret.readFrom(file);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            log.warn("A key file is unusable, the last key stays in force: {}", e.getMessage());
        }
    }
}
