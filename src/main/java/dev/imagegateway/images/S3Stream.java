package dev.imagegateway.images;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object from S3. Skipped bytes are not read: Spring writes a range of a resource by skipping to its first byte,
 * and the object is then opened at that byte.
 */
final class S3Stream extends InputStream {

    private final S3Bucket bucket;
    private final String key;
    private final long length;
    private final Runnable whenLost;

    /** Position of the next byte that is read. */
    private long position;

    private @Nullable ResponseInputStream<GetObjectResponse> part;

    /** Positions of the next byte of the part, and of its last byte. */
    private long partPosition;

    private long partEnd;

    /** @param whenLost called if S3 does not have the object */
    S3Stream(S3Bucket bucket, String key, long length, Runnable whenLost) {
        this.bucket = bucket;
        this.key = key;
        this.length = length;
        this.whenLost = whenLost;
    }

    /** Opens the part from one byte to another, which is likely to be read. */
    void open(long first, long last) throws IOException {
        abort();
        var range = first == 0 && last == length - 1 ? null : "bytes=" + first + "-" + last;
        var opened = opened(range);
        part = opened;
        partPosition = first;
        partEnd = last;
        if (range != null && opened.response().contentRange() == null) {
            // a server may ignore ranges
            opened.skipNBytes(first);
            partEnd = length - 1;
        }
    }

    private ResponseInputStream<GetObjectResponse> opened(@Nullable String range) throws IOException {
        try {
            return bucket.get(key, range);
        } catch (FileNotFoundException e) {
            whenLost.run();
            throw e;
        }
    }

    private ResponseInputStream<GetObjectResponse> part() throws IOException {
        if (part == null || position != partPosition || position > partEnd) {
            open(position, length - 1);
        }
        if (part == null) {
            throw new IOException("closed");
        }
        return part;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (position >= length) {
            return -1;
        }
        if (count == 0) {
            return 0;
        }
        var read = part().read(bytes, offset, count);
        if (read < 0) {
            throw new IOException("an object of S3 is shorter than the image");
        }
        position += read;
        partPosition += read;
        return read;
    }

    @Override
    public long skip(long count) {
        var skipped = Math.clamp(count, 0, length - position);
        position += skipped;
        return skipped;
    }

    @Override
    public void close() {
        abort();
    }

    /** Closes the connection, unless everything was read: then it is used again. */
    private void abort() {
        if (part != null) {
            try {
                if (partPosition > partEnd && part.read() < 0) {
                    part.close();
                } else {
                    part.abort();
                }
            } catch (IOException _) {
                part.abort();
            }
            part = null;
        }
    }
}
