package dev.imagegateway.ledger;

/** The caller's key belongs to a different request. */
public record KeyReused() implements EarlierClaim {}
