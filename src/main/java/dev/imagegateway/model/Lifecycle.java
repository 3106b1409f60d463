package dev.imagegateway.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a model is available.
 *
 * @param status {@code live} or {@code deprecated}, which are served, {@code retired} or {@code unsupported}
 * @param deprecated the day since when it is deprecated, in UTC; null if not known
 * @param shutdown the day on which it ends or ended, in UTC; null if not announced
 * @param replacement the id of the model to use instead
 * @param note a sentence for users
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Lifecycle(
        Status status,
        @Nullable LocalDate deprecated,
        @Nullable LocalDate shutdown,
        @Nullable String replacement,
        @Nullable String note) {

    static final Lifecycle LIVE = new Lifecycle(Status.LIVE, null, null, null, null);

    /** The state of a model. */
    public enum Status {
        /** Available, and no end is announced. */
        @JsonProperty("live")
        LIVE,
        /** Available, but its end is announced. */
        @JsonProperty("deprecated")
        DEPRECATED,
        /** Not available any more. */
        @JsonProperty("retired")
        RETIRED,
        /** A model of the vendor that this gateway does not offer, such as one that makes no images. */
        @JsonProperty("unsupported")
        UNSUPPORTED
    }

    /** @throws IllegalArgumentException if there is no status */
    public Lifecycle {
        Objects.requireNonNull(status, "lifecycle needs a status: live, deprecated, retired or unsupported");
    }

    /** Whether requests for the model are accepted. */
    @JsonIgnore
    public boolean isServed() {
        return status == Status.LIVE || status == Status.DEPRECATED;
    }

    /**
     * Returns the day since when it is deprecated. If that is not known, it is today, or the shutdown if that was
     * earlier; it is never after the shutdown, as RFC 9745 demands.
     */
    public LocalDate deprecatedSince(LocalDate today) {
        var since = deprecated == null ? today : deprecated;
        return shutdown != null && shutdown.isBefore(since) ? shutdown : since;
    }
}
