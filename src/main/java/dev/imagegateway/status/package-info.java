/** The state of the gateway and of what it depends on, and the list of clients, for operators. */
@ApplicationModule(
        allowedDependencies = {"client", "http", "images", "ledger", "model", "problem", "reconciliation", "upstream"})
@NullMarked
package dev.imagegateway.status;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
