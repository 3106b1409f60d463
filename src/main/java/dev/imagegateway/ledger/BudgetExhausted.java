package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import java.time.Instant;

/**
 * A budget is exceeded; nothing was held.
 *
 * @param ofOperator whether it is the budget of all clients together
 * @param period the period that it limits
 * @param limit allowed credits
 * @param spent spent credits
 * @param held credits on hold
 * @param resetsAt when the next period starts
 */
public record BudgetExhausted(
        boolean ofOperator, BudgetPeriod period, long limit, long spent, long held, Instant resetsAt)
        implements HoldResult, HoldDecision {}
