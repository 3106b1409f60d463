package dev.imagegateway.access;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/**
 * Nobody can say whether a token is good: its issuer's keys cannot be had, and none are kept. It is no
 * {@code AuthenticationServiceException}, which Spring Security would not hand to the entry point.
 */
final class IssuerUnavailableException extends AuthenticationException {

    private static final Duration WAIT = Duration.ofSeconds(5);

    IssuerUnavailableException() {
        super("The issuer of the token could not be asked for its keys, so the token cannot be checked; try again.");
    }

    Problem problem() {
        return Problem.of(ProblemType.ISSUER_UNAVAILABLE, String.valueOf(getMessage()))
                .retryAfter(WAIT);
    }

    /** It is an answer, not a surprise; the log has the reason, once. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
