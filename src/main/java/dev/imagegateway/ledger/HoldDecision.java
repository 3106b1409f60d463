package dev.imagegateway.ledger;

/** What the writer decided about a hold. */
sealed interface HoldDecision permits HoldDecision.Stored, BudgetExhausted, EarlierClaim {

    /** The hold is durable. */
    record Stored() implements HoldDecision {}
}
