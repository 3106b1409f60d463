package dev.imagegateway.ratelimit;

import dev.imagegateway.problem.Problem;
import java.util.List;

/**
 * Refused by a limit; nothing was counted.
 *
 * @param statuses the status of the checked limits
 */
public record LimitExceeded(Problem problem, List<LimitStatus> statuses) implements Admission, WaitAdmission {}
