package dev.imagegateway.images;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.AbstractResource;

/** The bytes of an image in S3. Nothing is read, not even its size, before the first byte is needed. For one response. */
final class S3Image extends AbstractResource {

    private final S3Bucket bucket;
    private final String key;
    private final long length;
    private final Runnable whenLost;
    private @Nullable InputStream opened;

    /** @param whenLost called if S3 does not have the object */
    S3Image(S3Bucket bucket, String key, long length, Runnable whenLost) {
        this.bucket = bucket;
        this.key = key;
        this.length = length;
        this.whenLost = whenLost;
    }

    /**
     * Opens the bytes from one position to another, so that a failure is known before a response begins. Returns the
     * stream, which must be closed even if nobody asks for it.
     *
     * @throws java.io.FileNotFoundException if S3 does not have the object
     * @throws StoreAwayException if S3 does not respond
     */
    InputStream open(long first, long last) throws IOException {
        var stream = new S3Stream(bucket, key, length, whenLost);
        stream.open(first, last);
        opened = stream;
        return stream;
    }

    @Override
    public InputStream getInputStream() {
        var stream = opened == null ? new S3Stream(bucket, key, length, whenLost) : opened;
        opened = null;
        return stream;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public String getDescription() {
        return "S3 object " + key;
    }
}
