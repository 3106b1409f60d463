package dev.imagegateway.generation;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names in one object. A body can have 200,000 objects of one name, so the set is made for the second. */
final class SeenNames {

    private @Nullable String first;
    private @Nullable Set<String> all;

    /** False for a name that was there already. */
    boolean add(String name) {
        if (first == null) {
            first = name;
            return true;
        }
        if (all == null) {
            if (first.equals(name)) {
                return false;
            }
            all = new HashSet<>();
            all.add(first);
        }
        return all.add(name);
    }
}
