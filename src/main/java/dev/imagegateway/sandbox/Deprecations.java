package dev.imagegateway.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The vendor's feed of retirements: what it has announced until now, and what a test announces. */
final class Deprecations {

    private static final List<Entry> PAST = List.of(
            // the vendor's list of dead models, with the dates of that list's changes where they are known; reasons and
            // replacements are guesses
            past("stabilityai/stable-diffusion-xl-base-1.0", "2025-04-15", null),
            past("dall-e-2", "2026-06-09", "openai/gpt-image-1"),
            past("dall-e-3", "2026-06-09", "openai/gpt-image-1"),
            past("bytedance/seedream-3.0", "2026-06-22", "bytedance/seedream-4-5"),
            past("bytedance/seededit-3.0-i2i", "2026-06-22", "bytedance/seedream-v4-edit"),
            past("imagen-4.0-ultra-generate-preview-06-06", null, "imagen-4.0-ultra-generate-001"),
            past("x-ai/grok-2-image", null, "x-ai/grok-imagine-image"),
            past("runwayml/stable-diffusion-v1-5", null, null),
            past("stabilityai/stable-diffusion-2-1", null, null),
            past("wavymulder/Analog-Diffusion", null, null));

    private final Map<String, Entry> announced = new LinkedHashMap<>();

    /** What happens to the id: the vendor's words. */
    enum Status {
        /** Works until its shutdown. */
        DEPRECATED,
        /** Works as an alias of another model. */
        SUPERSEDED,
        /** 404. */
        WITHDRAWN
    }

    /** An entry of the feed. Dates and replacement are null if they are unknown. */
    record Entry(
            String id,
            List<String> aliases,
            Status status,
            @Nullable LocalDate deprecatedAt,
            @Nullable LocalDate shutdownAt,
            @Nullable String replacedBy,
            @Nullable String reason) {

        /** A model whose day has come is withdrawn. */
        private Entry at(LocalDate today) {
            return status == Status.DEPRECATED && shutdownAt != null && !shutdownAt.isAfter(today)
                    ? new Entry(
                            id, aliases, Status.WITHDRAWN, deprecatedAt, shutdownAt, replacedBy, "provider_delisted")
                    : this;
        }

        ObjectNode toJson() {
            ObjectNode json = Json.object().put("id", id);
            ArrayNode others = json.putArray("aliases");
            aliases.forEach(others::add);
            return json.put("status", status.name().toLowerCase(Locale.ROOT))
                    .put("deprecated_at", deprecatedAt == null ? null : deprecatedAt.toString())
                    .put("shutdown_at", shutdownAt == null ? null : shutdownAt.toString())
                    .put("replaced_by", replacedBy)
                    .put("reason", reason);
        }

        private LocalDate newest() {
            LocalDate date = shutdownAt == null ? deprecatedAt : shutdownAt;
            return date == null ? LocalDate.MIN : date;
        }
    }

    /** Adds an entry, which replaces an earlier one of the same id. Returns what the feed will show. */
    synchronized ObjectNode announce(Entry entry) {
        announced.put(entry.id(), entry);
        return entry.toJson();
    }

    synchronized void clear() {
        announced.clear();
    }

    /** Newest first, then by id. */
    synchronized List<Entry> entries(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Entry> entries = new ArrayList<>(PAST);
        entries.removeIf(entry -> announced.containsKey(entry.id()));
        announced.values().forEach(entry -> entries.add(entry.at(today)));
        entries.sort(Comparator.comparing(Entry::newest).reversed().thenComparing(Entry::id));
        return entries;
    }

    /** Whether a model no longer works. */
    Predicate<Model> withdrawn(Instant now) {
        return model -> status(model, now) == Status.WITHDRAWN;
    }

    /** Whether the catalogue lists a model: not once its shutdown is dated, nor if it is part of another. */
    boolean lists(Model model, Instant now) {
        Entry entry = entry(model, now);
        return entry == null || (entry.status() == Status.DEPRECATED && entry.shutdownAt() == null);
    }

    @Nullable
    Entry entry(Model model, Instant now) {
        synchronized (this) {
            Entry entry = announced.get(model.id());
            return entry == null ? null : entry.at(LocalDate.ofInstant(now, ZoneOffset.UTC));
        }
    }

    private @Nullable Status status(Model model, Instant now) {
        Entry entry = entry(model, now);
        return entry == null ? null : entry.status();
    }

    private static Entry past(String id, @Nullable String date, @Nullable String replacedBy) {
        LocalDate day = date == null ? null : LocalDate.parse(date);
        return new Entry(id, List.of(), Status.WITHDRAWN, day, day, replacedBy, "provider_delisted");
    }
}
