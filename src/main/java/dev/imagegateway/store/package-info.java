/**
 * The database below the ledger, SQLite or PostgreSQL: opening, locking and migration, connections and readers, leases,
 * and tasks that one process runs at a time. It knows only the tables {@code ledger_identity} and {@code shedlock}.
 */
@ApplicationModule(allowedDependencies = {"deadline", "problem"})
@NullMarked
package dev.imagegateway.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
