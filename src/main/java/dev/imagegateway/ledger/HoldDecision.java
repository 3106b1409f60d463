package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import java.time.Instant;

/** The ledger's answer to a hold. */
public sealed interface HoldDecision permits Held, HoldDecision.BudgetExhausted, HoldDecision.AlreadyClaimed {

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

    /**
     * An earlier request's generation answers this one; nothing was set aside.
     *
     * @param by how it was found
     * @param generation its id
     * @param client whose it is; empty where that cannot be told yet
     * @param sameRequest whether it was asked for the same; only a caller's name can be used for two requests
     * @param done whether it had ended
     */
    record AlreadyClaimed(MatchKind by, String generation, String client, boolean sameRequest, boolean done)
            implements HoldDecision {}
}
