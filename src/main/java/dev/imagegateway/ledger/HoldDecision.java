package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import java.time.Instant;

/** The ledger's answer to a hold. */
public sealed interface HoldDecision permits Held, HoldDecision.BudgetExhausted, EarlierClaim {

    /**
     * A budget has not enough left; nothing was set aside.
     *
     * @param ofOperator whether it is the budget of all clients together
     * @param period what it is counted by
     * @param limit credits it allows
     * @param spent credits that are gone
     * @param held credits that are set aside
     * @param resetsAt when it is whole again
     */
    record BudgetExhausted(boolean ofOperator, BudgetPeriod period, long limit, long spent, long held, Instant resetsAt)
            implements HoldDecision {}
}
