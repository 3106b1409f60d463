package dev.imagegateway.model;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor announces about the end of a model.
 *
 * @param status {@code deprecated} or {@code retired}
 * @param deprecated the day since when it is deprecated; null if not stated
 * @param shutdown the day on which it ends or ended; null if not stated
 * @param replacement the vendor's name of the model to use instead; it counts only if the catalogue has it
 */
public record Announcement(
        Lifecycle.Status status,
        @Nullable LocalDate deprecated,
        @Nullable LocalDate shutdown,
        @Nullable String replacement) {

    /** Returns the one that ends the model sooner, if two name the same model. */
    public Announcement sooner(Announcement other) {
        if (status != other.status) {
            return status == Lifecycle.Status.RETIRED ? this : other;
        }
        return other.shutdown != null && (shutdown == null || other.shutdown.isBefore(shutdown)) ? other : this;
    }

    /**
     * Adds this to what the document says. The document of a model that is not served is kept.
     *
     * @param known the id of the replacement; null if the catalogue does not serve it
     */
    Lifecycle over(Lifecycle documented, @Nullable String known) {
        return !documented.isServed()
                ? documented
                : new Lifecycle(
                        status,
                        deprecated == null ? documented.deprecated() : deprecated,
                        shutdown == null ? documented.shutdown() : shutdown,
                        known == null ? documented.replacement() : known,
                        documented.note());
    }
}
