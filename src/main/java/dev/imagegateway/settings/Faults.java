package dev.imagegateway.settings;

import dev.imagegateway.problem.StartupException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the faults of a configuration without duplicates, in the order in which they were found. */
public final class Faults {

    private final Set<String> all = new LinkedHashSet<>();

    /**
     * Adds a fault.
     *
     * @param fault one line that says what to set, without values that could be secret
     */
    public void add(String fault) {
        all.add(fault);
    }

    /** Adds several faults. */
    public void addAll(Collection<String> faults) {
        all.addAll(faults);
    }

    /** Runs a check and adds the faults that it throws. */
    public void check(Runnable check) {
        try {
            check.run();
        } catch (StartupException e) {
            addAll(e.faults());
        }
    }

    /**
     * Fails if there are faults.
     *
     * @throws StartupException with all faults
     */
    public void throwIfAny() {
        if (!all.isEmpty()) {
            throw new StartupException(List.copyOf(all));
        }
    }
}
