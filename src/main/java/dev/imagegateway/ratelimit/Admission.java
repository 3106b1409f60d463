package dev.imagegateway.ratelimit;

/** The decision of a client's limits on a generation. */
public sealed interface Admission permits GenerationSlot, LimitExceeded {}
