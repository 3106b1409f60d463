package dev.imagegateway.ledger;

import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/** A change for the ledger's writer. */
sealed interface Change<T> permits PendingHold, Transition, Change.Task {

    /** Any other change, in a transaction of its own. It may run twice if the first transaction fails. */
    record Task<T>(String name, Function<JdbcTemplate, T> work) implements Change<T> {}
}
