package dev.imagegateway.ratelimit;

import java.time.Duration;
import java.util.List;

/** Whether a client's limits allow something. */
sealed interface Decision {

    /** Where it stands with the limits that were asked, after this decision. */
    List<LimitStatus> standings();

    /** They do, and have counted it. */
    record Granted(List<LimitStatus> standings) implements Decision {}

    /**
     * They do not, and have counted nothing.
     *
     * @param limit the one that does not
     * @param retryAfter when it may; a guess where that depends on others
     */
    record Refused(Limit limit, Duration retryAfter, List<LimitStatus> standings) implements Decision {}
}
