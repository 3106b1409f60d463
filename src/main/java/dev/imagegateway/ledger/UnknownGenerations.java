package dev.imagegateway.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The generations that may have been billed, of which the vendor's records have yet to tell.
 *
 * @param oldest when the oldest was held; null if there is none
 */
public record UnknownGenerations(
        long generations,
        @JsonProperty("oldest_at") @Nullable Instant oldest) {}
