package dev.imagegateway.http;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.problem.Violation;
import java.util.List;
import java.util.Map;

/** Creates example problems for documentation. */
public final class ProblemExample {

    private ProblemExample() {}

    /** Returns a typical problem of a type. */
    public static Problem of(ProblemType type) {
        return type == ProblemType.INVALID_REQUEST
                ? Problem.invalid(List.of(new Violation(
                        "/n",
                        "maximum",
                        "must be an integer from 1 to 4",
                        Map.of("type", "integer", "minimum", 1, "maximum", 4))))
                : Problem.of(type, type.meaning());
    }
}
