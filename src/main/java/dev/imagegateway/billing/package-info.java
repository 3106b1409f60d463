/** Reads the upstream's own records: usage logs, ledger and price list. */
@ApplicationModule(allowedDependencies = {"image", "secret", "upstream"})
@NullMarked
package dev.imagegateway.billing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
