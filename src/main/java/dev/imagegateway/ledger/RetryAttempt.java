package dev.imagegateway.ledger;

import java.time.Duration;

/**
 * The number of a try, as counted by the caller, and the time limits for matching an earlier one.
 *
 * @param count 0 for the first try
 * @param mayAdopt whether this try may adopt the generation of an earlier one. False for the first try, and if it is
 *     known that no earlier one was admitted.
 * @param after the number of the last try that was admitted, as far as known
 * @param adoptWithin how long after its hold a generation can be matched
 * @param failedWithin how long after a retryable failure a generation can be matched
 * @param answeredWithin how long after its images were returned a generation can be matched, because the response may
 *     not have arrived
 */
public record RetryAttempt(
        int count, boolean mayAdopt, int after, Duration adoptWithin, Duration failedWithin, Duration answeredWithin) {

    RetryAttempt withoutAdoption() {
        return new RetryAttempt(count, false, after, adoptWithin, failedWithin, answeredWithin);
    }
}
