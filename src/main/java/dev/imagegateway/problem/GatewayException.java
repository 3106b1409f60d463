package dev.imagegateway.problem;

/** Carries a problem to the writer. It has no stack trace: it is an answer, not a surprise. */
public final class GatewayException extends RuntimeException {

    private final transient Problem problem;

    GatewayException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }
}
