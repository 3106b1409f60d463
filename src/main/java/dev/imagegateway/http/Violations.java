package dev.imagegateway.http;

import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects the violations of a request: the first 100, and the number of further ones. */
public final class Violations {

    /** More are of no use to readers, and an invalid request must not cause a much larger response. */
    private static final int MAX_VIOLATIONS = 100;

    private static final int MAX_POINTER_LENGTH = 200;

    private final List<Violation> found = new ArrayList<>();
    private int omitted;

    /** Starts without violations. */
    public Violations() {}

    /** Starts with violations found outside the body. */
    public Violations(List<Violation> earlier) {
        found.addAll(earlier);
    }

    /**
     * Adds a violation.
     *
     * @param pointer the place in the body, as a JSON pointer
     * @param code the violated rule, named by its JSON Schema keyword if there is one
     * @param detail what to send instead
     * @param allowed the rule's bounds or values, by JSON Schema keyword
     */
    public void add(String pointer, String code, String detail, Map<String, Object> allowed) {
        if (isFull()) {
            omitted++;
        } else {
            found.add(new Violation(Violation.shortened(pointer, MAX_POINTER_LENGTH), code, detail, allowed));
        }
    }

    /** Adds a violation without bounds. */
    public void add(String pointer, String code, String detail) {
        add(pointer, code, detail, Map.of());
    }

    /** Counts a violation that is not shown. */
    public void addOmitted() {
        omitted++;
    }

    /** Whether further violations would not be shown, so that their details need not be created. */
    public boolean isFull() {
        return found.size() >= MAX_VIOLATIONS;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * Fails if there are violations.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code invalid-request} with all violations
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw asException();
        }
    }

    /** Returns the failure with all violations. There must be at least one. */
    public GatewayException asException() {
        return Problem.invalid(List.copyOf(found), omitted).asException();
    }
}
