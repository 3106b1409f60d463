package dev.imagegateway.ratelimit;

import java.time.Duration;
import java.util.List;

/** The decision of a client's limits on a request. */
sealed interface Decision {

    /** The status of the checked limits after this decision. */
    List<LimitStatus> statuses();

    /** Allowed and counted. */
    record Granted(List<LimitStatus> statuses) implements Decision {}

    /**
     * Refused; nothing was counted.
     *
     * @param limit the exceeded limit
     * @param retryAfter when to retry; an estimate if that depends on other requests
     */
    record Exceeded(Limit limit, Duration retryAfter, List<LimitStatus> statuses) implements Decision {}
}
