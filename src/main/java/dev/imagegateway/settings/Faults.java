package dev.imagegateway.settings;

import dev.imagegateway.problem.StartupException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a configuration, each fault once and in the order in which it was found. */
public final class Faults {

    private final Set<String> all = new LinkedHashSet<>();

    /**
     * Adds one.
     *
     * @param fault one line that says what to set; it must hold no value that could be a secret
     */
    public void add(String fault) {
        all.add(fault);
    }

    /** Adds several. */
    public void addAll(Collection<String> faults) {
        all.addAll(faults);
    }

    /** Runs a check that throws, and adds what it throws. */
    public void check(Runnable check) {
        try {
            check.run();
        } catch (StartupException e) {
            addAll(e.faults());
        }
    }

    /**
     * Ends the start, or the reload, if there is a fault.
     *
     * @throws StartupException with all of them
     */
    public void throwIfAny() {
        if (!all.isEmpty()) {
            throw new StartupException(List.copyOf(all));
        }
    }
}
