package dev.imagegateway.model;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The documents of the catalogue: those that the gateway brings, and those in the operator's folder. */
final class CatalogueSources {

    /** 1 MiB, to refuse what cannot be a model document. The largest of the gateway's own has 4 kB. */
    private static final long MAX_BYTES = 1 << 20;

    private static final String OWN = "classpath:models/*.yaml";

    private final @Nullable Path directory;

    CatalogueSources(CatalogueProperties properties) {
        var path = properties.directory();
        this.directory = path == null || path.toString().isBlank() ? null : path;
    }

    /** Parsed once, because the check of the settings and the catalogue both need them. */
    private static final class Own {
        private static final Map<String, byte[]> DOCUMENTS = read();
        private static final Models MODELS = models(DOCUMENTS, Map.of());

        private static Map<String, byte[]> read() {
            var documents = new TreeMap<String, byte[]>();
            try {
                for (var resource : new PathMatchingResourcePatternResolver().getResources(OWN)) {
                    documents.put(Objects.requireNonNull(resource.getFilename()), resource.getContentAsByteArray());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return documents;
        }
    }

    @Nullable
    Path directory() {
        return directory;
    }

    /**
     * Returns the documents in the operator's folder by file name.
     *
     * @throws StartupException if it cannot be read
     */
    Map<String, byte[]> inDirectory() {
        var documents = new TreeMap<String, byte[]>();
        if (directory == null) {
            return documents;
        }
        try (var files = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            for (var file : files) {
                if (Files.size(file) > MAX_BYTES) {
                    throw new StartupException(
                            file + " has more than " + MAX_BYTES + " bytes: it is no model document");
                }
                documents.put(file.toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new StartupException("gateway.catalogue.directory cannot be read: " + directory + " ("
                    + e.getClass().getSimpleName() + ")");
        }
        return documents;
    }

    /**
     * Reads all models.
     *
     * @param ofDirectory the documents in the operator's folder
     * @throws StartupException with all faults
     */
    Models read(Map<String, byte[]> ofDirectory) {
        if (ofDirectory.isEmpty()) {
            return Own.MODELS;
        }
        return models(Own.DOCUMENTS, ofDirectory);
    }

    private static Models models(Map<String, byte[]> own, Map<String, byte[]> further) {
        var faults = new ArrayList<String>();
        var models = Models.of(own, further, faults);
        if (!faults.isEmpty()) {
            throw new StartupException(
                    faults.stream().map(fault -> "model document " + fault).toList());
        }
        return models;
    }

    /** Whether two readings of the folder are equal. */
    static boolean areEqual(Map<String, byte[]> one, Map<String, byte[]> other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream().allMatch(name -> Arrays.equals(one.get(name), other.get(name)));
    }
}
