package dev.imagegateway.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.image.Credits;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The balance of a budget, as all responses show it.
 *
 * @param scope whether it belongs to one client or to all together
 * @param client the client's id; null for the budget of all clients
 * @param period the period that it limits
 * @param limit allowed credits, above 0
 * @param spent spent credits
 * @param held credits on hold
 * @param left credits that can still be held, 0 or more
 * @param resetsAt when the next period starts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BudgetBalance(
        Scope scope,
        @Nullable String client,
        BudgetPeriod period,
        long limit,
        long spent,
        long held,
        long left,
        @JsonProperty("resets_at") Instant resetsAt) {

    /** The owner of a budget. */
    public enum Scope {
        /** One client. */
        CLIENT,
        /** All clients together. */
        OPERATOR;

        /** The name in JSON. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Creates a balance and calculates what is left.
     *
     * @param client null for the budget of all clients
     */
    public static BudgetBalance of(
            @Nullable String client, BudgetPeriod period, long limit, long spent, long held, Instant resetsAt) {
        var scope = client == null ? Scope.OPERATOR : Scope.CLIENT;
        return new BudgetBalance(
                scope, client, period, limit, spent, held, Math.max(0, limit - spent - held), resetsAt);
    }

    /** Whether this many credits can still be held. */
    public boolean allows(Credits price) {
        return price.amount() <= left;
    }
}
