package dev.imagegateway.ledger;

/** An earlier request has made a claim that this request needs. No credits were held for this request. */
public sealed interface EarlierClaim extends HoldResult, HoldDecision permits EarlierMatch, KeyReused {}
