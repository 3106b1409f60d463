package dev.imagegateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The images that can be downloaded: the last 100,000. They are drawn on download; the last 32 are cached. */
final class Album {

    private static final int PICTURES = 100_000;
    private static final int DRAWN = 32;

    private final Map<String, Picture> pictures = bounded(PICTURES);
    private final Map<String, byte[]> drawn = bounded(DRAWN);

    synchronized void add(Picture picture) {
        pictures.put(picture.id(), picture);
    }

    /** Finds the picture with this path, unless it is unknown or has expired. */
    synchronized @Nullable Picture find(String path, Instant now, Duration timeToLive) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        Picture picture = name.contains(".") ? pictures.get(name.substring(0, name.lastIndexOf('.'))) : null;
        return picture != null
                        && picture.path().equals(path)
                        && now.isBefore(picture.created().plus(timeToLive))
                ? picture
                : null;
    }

    byte[] bytes(Picture picture) {
        synchronized (this) {
            byte[] known = drawn.get(picture.id());
            if (known != null) {
                return known;
            }
        }
        byte[] bytes = picture.draw();
        synchronized (this) {
            drawn.put(picture.id(), bytes);
        }
        return bytes;
    }

    synchronized void clear() {
        pictures.clear();
        drawn.clear();
    }

    private static <T> Map<String, T> bounded(int size) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > size;
            }
        };
    }
}
