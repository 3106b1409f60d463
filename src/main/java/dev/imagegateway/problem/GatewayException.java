package dev.imagegateway.problem;

/** Carries a problem. It has no stack trace, because it is an expected response. */
public final class GatewayException extends RuntimeException {

    private final transient Problem problem;

    GatewayException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** Returns the problem. */
    public Problem problem() {
        return problem;
    }
}
