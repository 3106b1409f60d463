/** Reads the upstream's own books: its usage logs, its ledger and its price list. */
@ApplicationModule(allowedDependencies = {"image", "secret", "upstream"})
@NullMarked
package dev.imagegateway.billing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
