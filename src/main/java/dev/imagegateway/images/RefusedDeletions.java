package dev.imagegateway.images;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of one round whose bytes the store refused to delete. They stop no other deletion, and are one log line. */
final class RefusedDeletions implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RefusedDeletions.class);

    private int count;
    private @Nullable String first;

    /** A deletion of one image's bytes. */
    interface Deletion {
        void run() throws IOException;
    }

    /**
     * Runs a deletion, which the store may refuse.
     *
     * @throws StoreAwayException if the store does not respond, so that the others would fail as well
     */
    void attempt(String id, Deletion deletion) throws IOException {
        try {
            deletion.run();
        } catch (StoreRefusedException e) {
            count++;
            if (first == null) {
                first = id + ": " + e.reason();
            }
        }
    }

    /** Logs how many there are, and why the first one was refused. */
    @Override
    public void close() {
        if (count > 0) {
            log.warn(
                    "The store refused to delete the bytes of {} images, first of {}. The next search tries again",
                    count,
                    first);
        }
    }
}
