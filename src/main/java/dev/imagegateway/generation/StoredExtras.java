package dev.imagegateway.generation;

import dev.imagegateway.http.PublicUrl;
import dev.imagegateway.images.ImageViews;
import dev.imagegateway.ledger.EntryNotes;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.ledger.LedgerQueries;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what views show in addition to the generations' rows: prompts, images and attempts. */
@Component
final class StoredExtras {

    private final LedgerQueries queries;
    private final ImageViews views;
    private final PublicUrl publicUrl;

    StoredExtras(LedgerQueries queries, ImageViews views, PublicUrl publicUrl) {
        this.queries = queries;
        this.views = views;
        this.publicUrl = publicUrl;
    }

    /** For a list: without attempts. */
    Map<String, GenerationExtras> of(List<String> generations, HttpServletRequest http) {
        var notes = queries.notes(generations);
        var images = queries.images(generations);
        var base = publicUrl.of(http);
        var extras = new HashMap<String, GenerationExtras>();
        for (var id : generations) {
            extras.put(id, extras(notes.getOrDefault(id, EntryNotes.NONE), images.getOrDefault(id, List.of()), base));
        }
        return extras;
    }

    /** For a single generation: with its attempts. */
    GenerationExtras of(String generation, HttpServletRequest http) {
        var ids = List.of(generation);
        var notes = queries.notes(ids).getOrDefault(generation, EntryNotes.NONE);
        var images = queries.images(ids).getOrDefault(generation, List.of());
        return extras(notes, images, publicUrl.of(http)).withAttempts(notes.attempts());
    }

    private GenerationExtras extras(EntryNotes notes, List<ImageRecord> images, String base) {
        return new GenerationExtras(
                notes.prompt(), blocked(images), images.isEmpty() ? null : views.of(images, base), null, null, null);
    }

    /** Null unless it is known of every image. */
    private static @Nullable List<Boolean> blocked(List<ImageRecord> images) {
        var known = images.stream()
                .filter(image -> image.blocked() != null)
                .map(image -> Boolean.TRUE.equals(image.blocked()))
                .toList();
        return images.isEmpty() || known.size() < images.size() ? null : known;
    }
}
