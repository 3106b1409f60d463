package dev.imagegateway.problem;

import java.time.Duration;

/** The configuration does not allow the gateway to start. Its message is one line that says what to set. */
public final class StartupException extends RuntimeException {

    /** @param whatToDo one line for the operator; it must hold nothing secret */
    public StartupException(String whatToDo) {
        super(whatToDo, null, false, false);
    }

    /**
     * Refuses a time out of its range.
     *
     * @param setting its whole name, such as {@code gateway.ledger.lease}
     * @throws StartupException if it is less than the least or more than the most
     */
    public static void unlessWithin(String setting, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new StartupException(
                    setting + " must be from " + least.toMillis() + "ms to " + most.toSeconds() + "s");
        }
    }
}
