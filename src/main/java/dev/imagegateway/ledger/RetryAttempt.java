package dev.imagegateway.ledger;

import java.time.Duration;

/**
 * Which try of its caller's a request is, by the caller's own count.
 *
 * @param count 0 for the first
 * @param after the number of its last try that was let in, as far as is known
 * @param adoptWithin how long after its hold a generation may be taken for an earlier try
 * @param failedWithin how long after a failure that may be repeated it is taken for the earlier try
 * @param answeredWithin how long after its images were told to somebody, who may not have heard it
 */
public record RetryAttempt(
        int count, int after, Duration adoptWithin, Duration failedWithin, Duration answeredWithin) {}
