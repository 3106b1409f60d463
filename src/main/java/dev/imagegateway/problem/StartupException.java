package dev.imagegateway.problem;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration does not allow the gateway to start. Its message says what to set, one line for each fault. */
public final class StartupException extends RuntimeException {

    private final transient List<String> faults;

    /** @param whatToDo one line for the operator; it must hold nothing secret */
    public StartupException(String whatToDo) {
        this(List.of(whatToDo));
    }

    /** @param faults one line for the operator each, at least one; they must hold nothing secret */
    public StartupException(List<String> faults) {
        super(message(faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    /** Everything that is wrong. */
    public List<String> faults() {
        return faults;
    }

    private static String message(List<String> faults) {
        return faults.size() == 1
                ? faults.getFirst()
                : faults.size() + " faults in the configuration:"
                        + faults.stream().map(fault -> "\n- " + fault).collect(Collectors.joining());
    }
}
