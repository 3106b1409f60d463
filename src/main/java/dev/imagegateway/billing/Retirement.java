package dev.imagegateway.billing;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of AIML's list of models that end or have ended ({@code GET /v1/models/deprecations}).
 *
 * @param names the id and the aliases, at least one
 * @param status what happens to the model
 * @param deprecated {@code deprecated_at}; null if it is not stated
 * @param shutdown {@code shutdown_at}; null if it is not stated
 * @param replacement {@code replaced_by}; null if it is not stated
 */
public record Retirement(
        List<String> names,
        Status status,
        @Nullable LocalDate deprecated,
        @Nullable LocalDate shutdown,
        @Nullable String replacement) {

    /** What happens to a model, in AIML's words. */
    public enum Status {
        /** It is served until its shutdown. */
        DEPRECATED,
        /** Its names live on as aliases of another model. */
        SUPERSEDED,
        /** It is not served any more. */
        WITHDRAWN
    }
}
