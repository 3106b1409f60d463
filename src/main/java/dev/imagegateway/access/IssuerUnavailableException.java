package dev.imagegateway.access;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/**
 * A token cannot be verified, because its issuer's keys are neither reachable nor cached. Not an
 * {@code AuthenticationServiceException}, because Spring Security does not pass that to the entry point.
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

    /** Omits the stack trace: the exception is expected, and the reason is logged once. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
