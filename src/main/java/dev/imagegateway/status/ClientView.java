package dev.imagegateway.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import dev.imagegateway.ledger.BudgetBalance;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A client as admins see it, without its credentials.
 *
 * @param models names and patterns of the models that it may use; null for all
 * @param lastSeenAt when this process last authenticated it; null if not since the process started
 * @param lastGenerationAt when its last generation in the ledger was held, by any process; null if there is none
 * @param configLoadedAt when this process put the client's present settings and credentials in force
 */
record ClientView(
        String id,
        String object,
        List<String> roles,
        @Nullable List<String> models,
        LimitsView limits,
        List<BudgetBalance> budgets,
        @JsonProperty("last_seen_at") @Nullable Instant lastSeenAt,
        @JsonProperty("last_generation_at") @Nullable Instant lastGenerationAt,
        @JsonProperty("config_loaded_at") @Nullable Instant configLoadedAt) {

    /** One page, in OpenAI's list format. */
    record Page(
            String object,
            List<ClientView> data,
            @JsonProperty("has_more") boolean hasMore) {}

    /** The limits, by the names of their settings. Those of megapixels are null if megapixels are not limited. */
    record LimitsView(
            @JsonProperty("requests_per_minute") int requestsPerMinute,
            @JsonProperty("requests_burst") int requestsBurst,
            @JsonProperty("images_per_minute") int imagesPerMinute,
            @JsonProperty("images_burst") int imagesBurst,
            @JsonProperty("megapixels_per_minute") @Nullable Integer megapixelsPerMinute,
            @JsonProperty("megapixels_burst") @Nullable Integer megapixelsBurst,
            @JsonProperty("generations_in_flight") int generationsInFlight,
            @JsonProperty("waiting_callers") int waitingCallers) {

        static LimitsView of(Limits limits) {
            return new LimitsView(
                    limits.requestsPerMinute(),
                    limits.requestsBurst(),
                    limits.imagesPerMinute(),
                    limits.imagesBurst(),
                    limits.hasMegapixels() ? limits.megapixelsPerMinute() : null,
                    limits.hasMegapixels() ? limits.megapixelsBurst() : null,
                    limits.generationsInFlight(),
                    limits.waitingCallers());
        }
    }

    static ClientView of(
            Client client,
            List<BudgetBalance> budgets,
            @Nullable Instant lastSeenAt,
            @Nullable Instant lastGenerationAt,
            @Nullable Instant configLoadedAt) {
        return new ClientView(
                client.id(),
                "client",
                client.roles().stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                client.models().names(),
                LimitsView.of(client.limits()),
                budgets,
                lastSeenAt,
                lastGenerationAt,
                configLoadedAt);
    }
}
