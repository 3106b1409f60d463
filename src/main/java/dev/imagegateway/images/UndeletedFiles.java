package dev.imagegateway.images;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that no image has and that could not be deleted, for example because the folder became read-only. Logs when the
 * first one is added and when the last one is gone.
 */
final class UndeletedFiles {

    private static final Logger log = LoggerFactory.getLogger(UndeletedFiles.class);

    /** More are found by the search for unused files. */
    private static final int MAX_FILES = 100_000;

    private static final int SOME = 200;

    /** The size of each in bytes, by its content. */
    private final Map<String, Long> sizes = new HashMap<>();

    private long bytes;

    synchronized void add(String content, long size, IOException reason) {
        if (sizes.isEmpty()) {
            log.warn(
                    "Files of removed images cannot be deleted and are tried again every 30 s, first {}",
                    reason.toString());
        }
        if (sizes.size() < MAX_FILES && sizes.putIfAbsent(content, size) == null) {
            bytes += size;
        }
    }

    /** A file was deleted, or is needed again. */
    synchronized void remove(String content) {
        var size = sizes.remove(content);
        if (size != null) {
            bytes -= size;
            if (sizes.isEmpty()) {
                log.info("All files of removed images are deleted again");
            }
        }
    }

    /** Returns some of them, not always the same: a file that stays must not keep others from being tried. */
    synchronized Map<String, Long> some() {
        var contents = new ArrayList<>(sizes.keySet());
        Collections.shuffle(contents);
        var some = new HashMap<String, Long>();
        contents.stream().limit(SOME).forEach(content -> some.put(content, sizes.getOrDefault(content, 0L)));
        return some;
    }

    synchronized long bytes() {
        return bytes;
    }
}
