/**
 * Commands for the operator of a ledger: check it, back up its SQLite file, and move it to PostgreSQL. They run instead
 * of the gateway, with its settings of the ledger, and need neither an upstream key nor clients.
 */
@ApplicationModule(allowedDependencies = {"problem", "store"})
@NullMarked
package dev.imagegateway.maintenance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
