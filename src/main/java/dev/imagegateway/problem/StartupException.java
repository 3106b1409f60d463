package dev.imagegateway.problem;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration does not allow the gateway to start. The message has one line per fault and says what to set. */
public final class StartupException extends RuntimeException {

    private final transient List<String> faults;

    /** @param whatToDo one line for the operator, without secrets */
    public StartupException(String whatToDo) {
        this(List.of(whatToDo));
    }

    /** @param faults at least one, each one line for the operator without secrets */
    public StartupException(List<String> faults) {
        super(message(faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    /** Returns all faults. */
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
