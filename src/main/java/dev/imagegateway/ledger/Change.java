package dev.imagegateway.ledger;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** A change for the ledger's writer. */
sealed interface Change<T> permits PendingHold, Transition, Change.Task {

    /** Any other change, in a transaction of its own. It may run twice if the first transaction fails. */
    record Task<T>(String name, Function<JdbcTemplate, T> work) implements Change<T> {}

    /** The id of the generation that it changes; null if it changes none or many. */
    default @Nullable String generation() {
        return switch (this) {
            case PendingHold pending -> pending.id();
            case Transition transition -> transition.id();
            case Task<?> _ -> null;
        };
    }
}
