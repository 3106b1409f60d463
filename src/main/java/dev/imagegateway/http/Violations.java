package dev.imagegateway.http;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The faults found so far in one request: the first 100, and the number of the others. */
public final class Violations {

    /** Nobody reads more, and a body of nothing but faults must not become a larger answer. */
    private static final int MAX_VIOLATIONS = 100;

    private static final int LONGEST_POINTER = 200;

    private final List<Violation> found = new ArrayList<>();
    private int omitted;

    /** With none yet. */
    public Violations() {}

    /** With what is wrong besides the body. */
    public Violations(List<Violation> earlier) {
        found.addAll(earlier);
    }

    /**
     * Adds a fault.
     *
     * @param pointer where in the body, as a JSON pointer
     * @param code the rule that is broken, by JSON Schema's keyword where there is one
     * @param detail what to send instead
     * @param allowed the rule's bounds or values, by JSON Schema's keywords
     */
    public void add(String pointer, String code, String detail, Map<String, Object> allowed) {
        if (isFull()) {
            omitted++;
        } else {
            found.add(new Violation(Violation.shortened(pointer, LONGEST_POINTER), code, detail, allowed));
        }
    }

    /** Adds a fault that has no bounds to show. */
    public void add(String pointer, String code, String detail) {
        add(pointer, code, detail, Map.of());
    }

    /** Counts a fault that is not shown. */
    public void addOmitted() {
        omitted++;
    }

    /** Whether further faults would not be shown, so that their words need not be found. */
    public boolean isFull() {
        return found.size() >= MAX_VIOLATIONS;
    }

    /**
     * Refuses the request if it has faults.
     *
     * @throws dev.imagegateway.problem.GatewayException with all of them, if there are any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw Problem.invalid(List.copyOf(found), omitted).asException();
        }
    }
}
