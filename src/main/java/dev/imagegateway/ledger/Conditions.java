package dev.imagegateway.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions that hold in a query, with their parameters: PostgreSQL wants a type even for a null. */
final class Conditions {

    private final List<String> texts = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    void add(String text, Object... values) {
        texts.add(text);
        parameters.addAll(Arrays.asList(values));
    }

    void addIfSet(String text, @Nullable Object value) {
        if (value != null) {
            add(text, value);
        }
    }

    /** What follows WHERE. */
    String text() {
        return texts.isEmpty() ? "1 = 1" : String.join(" AND ", texts);
    }

    /** The parameters. */
    List<Object> all() {
        return List.copyOf(parameters);
    }

    /** The parameters, and one that comes after them. */
    List<Object> with(Object last) {
        var all = new ArrayList<>(parameters);
        all.add(last);
        return all;
    }
}
