package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageFacts;
import java.io.Closeable;
import java.io.IOException;
import org.springframework.core.io.Resource;

/** The bytes of an image that is kept, and what they say. */
record KeptImage(Resource bytes, ImageFacts facts) {

    /** Bytes that are open, and what closes them. */
    record Opened(Resource bytes, Closeable closing) {}

    /**
     * Opens the bytes from one position to another, because a response that has begun cannot become an error any more.
     *
     * @throws java.io.FileNotFoundException if the store has lost them
     * @throws StoreAwayException if the store does not respond
     */
    Opened open(long first, long last) throws IOException {
        if (bytes instanceof S3Image remote) {
            return new Opened(remote, remote.open(first, last));
        }
        var file = new OpenFile(bytes.getFile().toPath());
        return new Opened(file, file);
    }
}
