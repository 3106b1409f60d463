package dev.imagegateway.ledger;

import java.time.Duration;

/**
 * The number of a try, as counted by the caller, and the time limits for matching an earlier one.
 *
 * @param count 0 for the first try
 * @param after the number of the last try that was admitted, as far as known
 * @param adoptWithin how long after its hold a generation can be matched
 * @param failedWithin how long after a retryable failure a generation can be matched
 * @param answeredWithin how long after its images were returned a generation can be matched, because the response may
 *     not have arrived
 */
public record RetryAttempt(
        int count, int after, Duration adoptWithin, Duration failedWithin, Duration answeredWithin) {}
