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
 * What a budget has left, in the form that every answer shows it.
 *
 * @param scope whose it is
 * @param client whose it is, if it is one client's
 * @param period what it is counted by
 * @param limit credits it allows, above 0
 * @param spent credits that are gone
 * @param held credits that are set aside
 * @param left credits that can still be held, 0 or more
 * @param resetsAt when it is whole again
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

    /** Whose a budget can be. */
    public enum Scope {
        /** One client's. */
        CLIENT,
        /** That of all clients together. */
        OPERATOR;

        /** The name on the wire. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A balance with what is left worked out.
     *
     * @param client null for the operator's
     */
    public static BudgetBalance of(
            @Nullable String client, BudgetPeriod period, long limit, long spent, long held, Instant resetsAt) {
        var scope = client == null ? Scope.OPERATOR : Scope.CLIENT;
        return new BudgetBalance(
                scope, client, period, limit, spent, held, Math.max(0, limit - spent - held), resetsAt);
    }

    /** Whether so much can still be held. */
    public boolean allows(Credits price) {
        return price.amount() <= left;
    }
}
