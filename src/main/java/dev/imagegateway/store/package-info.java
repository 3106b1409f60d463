/**
 * The database below the ledger, SQLite or PostgreSQL: how it is opened, locked and migrated, its connections and
 * readers, leases, and jobs that one process runs at a time. The only tables it knows are {@code ledger_identity} and
 * {@code shedlock}.
 */
@ApplicationModule(allowedDependencies = {"deadline", "problem"})
@NullMarked
package dev.imagegateway.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
