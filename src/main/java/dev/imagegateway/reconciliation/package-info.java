/**
 * Compares the ledger with the upstream's records: generations with unknown outcome, refunds, drift and the price list.
 * The ledger decides in its own transaction what a row changes.
 */
@ApplicationModule(
        allowedDependencies = {"billing", "deadline", "image", "ledger", "model", "store", "telemetry", "upstream"})
@NullMarked
package dev.imagegateway.reconciliation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
