package dev.imagegateway.generation;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every fault found so far in one request. */
final class Violations {

    /** Nobody reads more, and a body of nothing but faults must not become a larger answer. */
    private static final int MOST = 100;

    private static final int LONGEST_POINTER = 200;

    private final List<Violation> found = new ArrayList<>();

    Violations() {}

    /** With what is wrong besides the body. */
    Violations(List<Violation> earlier) {
        found.addAll(earlier);
    }

    void add(String pointer, String code, String detail, Map<String, Object> allowed) {
        if (!isFull()) {
            var shown = pointer.length() > LONGEST_POINTER ? pointer.substring(0, LONGEST_POINTER) + "…" : pointer;
            found.add(new Violation(shown, code, detail, allowed));
        }
    }

    void add(String pointer, String code, String detail) {
        add(pointer, code, detail, Map.of());
    }

    /** Whether further faults would not be shown, so that their words need not be found. */
    boolean isFull() {
        return found.size() >= MOST;
    }

    /** @throws dev.imagegateway.problem.GatewayException with all of them, if there are any */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw Problem.invalid(List.copyOf(found)).asException();
        }
    }
}
