package dev.imagegateway.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the conditions of a query. Null values add no condition, because PostgreSQL needs a type even for null. */
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

    /** The text after WHERE. */
    String text() {
        return texts.isEmpty() ? "1 = 1" : String.join(" AND ", texts);
    }

    /** The parameters. */
    List<Object> all() {
        return List.copyOf(parameters);
    }

    /** The parameters, followed by one more. */
    List<Object> with(Object last) {
        var all = new ArrayList<>(parameters);
        all.add(last);
        return all;
    }
}
