package dev.imagegateway.ratelimit;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.imagegateway.client.Limits;
import java.util.Locale;

/** A limit of a client. */
public enum Limit {
    REQUESTS,
    IMAGES,
    MEGAPIXELS,
    GENERATIONS_IN_FLIGHT,
    WAITING_CALLERS;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in responses, metrics and the audit log. */
    @JsonValue
    String label() {
        return label;
    }

    /** The configured value for a client. */
    int of(Limits limits) {
        return switch (this) {
            case REQUESTS -> limits.requestsPerMinute();
            case IMAGES -> limits.imagesPerMinute();
            case MEGAPIXELS -> limits.megapixelsPerMinute();
            case GENERATIONS_IN_FLIGHT -> limits.generationsInFlight();
            case WAITING_CALLERS -> limits.waitingCallers();
        };
    }

    boolean isRate() {
        return this == REQUESTS || this == IMAGES || this == MEGAPIXELS;
    }
}
