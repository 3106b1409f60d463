/**
 * Comparison of the ledger with the upstream's own books: generations whose outcome is unknown, refunds, drift and the
 * price list. The ledger decides, in its own transaction, what a row of those books changes.
 */
@ApplicationModule(allowedDependencies = {"billing", "deadline", "image", "ledger", "model", "store"})
@NullMarked
package dev.imagegateway.reconciliation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
