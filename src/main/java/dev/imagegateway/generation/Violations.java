package dev.imagegateway.generation;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The faults found so far in one request: the first 100, and the number of the others. */
final class Violations {

    /** Nobody reads more, and a body of nothing but faults must not become a larger answer. */
    private static final int MAX_VIOLATIONS = 100;

    private static final int LONGEST_POINTER = 200;

    private final List<Violation> found = new ArrayList<>();
    private int omitted;

    Violations() {}

    /** With what is wrong besides the body. */
    Violations(List<Violation> earlier) {
        found.addAll(earlier);
    }

    void add(String pointer, String code, String detail, Map<String, Object> allowed) {
        if (isFull()) {
            omitted++;
        } else {
            found.add(new Violation(Violation.shortened(pointer, LONGEST_POINTER), code, detail, allowed));
        }
    }

    void add(String pointer, String code, String detail) {
        add(pointer, code, detail, Map.of());
    }

    /** Counts a fault that is not shown. */
    void addOmitted() {
        omitted++;
    }

    /** Whether further faults would not be shown, so that their words need not be found. */
    boolean isFull() {
        return found.size() >= MAX_VIOLATIONS;
    }

    /** @throws dev.imagegateway.problem.GatewayException with all of them, if there are any */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw Problem.invalid(List.copyOf(found), omitted).asException();
        }
    }
}
