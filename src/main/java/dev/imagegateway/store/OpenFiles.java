package dev.imagegateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identity (device and inode) of the files that SQLite has open. A file that was deleted or replaced can still be
 * read and written through an open connection, but its content is lost after a restart. An inode is not reused while it
 * is open.
 */
final class OpenFiles {

    private final Map<Path, Optional<Object>> keys;

    private OpenFiles(Map<Path, Optional<Object>> keys) {
        this.keys = keys;
    }

    /** @throws IOException if a file does not exist or cannot be read */
    static OpenFiles of(Path... files) throws IOException {
        var keys = new LinkedHashMap<Path, Optional<Object>>();
        for (var file : files) {
            keys.put(file, key(file));
        }
        return new OpenFiles(keys);
    }

    /** File systems without inodes have no keys. Only the existence of the files is checked there. */
    private static Optional<Object> key(Path file) throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    /** Why a commit could be lost at a restart; null if all files are in place. Costs one stat call per file. */
    @Nullable
    String fault() {
        for (var file : keys.entrySet()) {
            try {
                if (!Objects.equals(key(file.getKey()), file.getValue())) {
                    return file.getKey() + " was replaced by another file";
                }
            } catch (NoSuchFileException _) {
                return file.getKey() + " was deleted or moved";
            } catch (IOException e) {
                return file.getKey() + " cannot be read (" + e.getClass().getSimpleName() + ")";
            }
        }
        return null;
    }
}
