package dev.imagegateway.problem;

/** The configuration does not allow the gateway to start. Its message is one line that says what to set. */
public final class StartupException extends RuntimeException {

    /** @param whatToDo one line for the operator; it must hold nothing secret */
    public StartupException(String whatToDo) {
        super(whatToDo, null, false, false);
    }
}
