package dev.imagegateway.ratelimit;

/** The decision of a client's limit on a caller that wants to wait for images. */
public sealed interface WaitAdmission permits WaitingSlot, LimitExceeded {}
