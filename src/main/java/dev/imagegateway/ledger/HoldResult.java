package dev.imagegateway.ledger;

/** The ledger's decision on a hold. */
public sealed interface HoldResult permits Hold, BudgetExhausted, EarlierClaim {}
