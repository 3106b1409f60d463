package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an attempt that was certainly not billed is made again ({@code gateway.upstream.retry}).
 *
 * @param maxAttempts in all, the first included; 1 switches retries off
 * @param baseDelay the longest wait before the second attempt; it doubles from there. The wait is a random part of it.
 * @param maxDelay the longest wait that doubling reaches
 * @param budgetRatio retries per request, over time; 0 leaves only what the minimum allows
 * @param budgetMinimum retries that are there at the start, and the most that are ever saved up
 */
record RetryProperties(
        @DefaultValue("3") int maxAttempts,
        @DefaultValue("500ms") Duration baseDelay,
        @DefaultValue("10s") Duration maxDelay,
        @DefaultValue("0.2") double budgetRatio,
        @DefaultValue("3") int budgetMinimum) {

    RetryProperties {
        if (maxAttempts < 1 || maxAttempts > 10) {
            throw new StartupException("gateway.upstream.retry.max-attempts must be from 1 to 10");
        }
        if (baseDelay.isNegative() || maxDelay.compareTo(baseDelay) < 0) {
            throw new StartupException(
                    "gateway.upstream.retry.base-delay must be 0 or more, and max-delay not below it");
        }
        if (!(budgetRatio >= 0 && budgetRatio <= 1) || budgetMinimum < 0) {
            throw new StartupException(
                    "gateway.upstream.retry.budget-ratio must be from 0 to 1, and budget-minimum 0 or more");
        }
    }
}
