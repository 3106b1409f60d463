/** Reads the upstream's own records: usage logs, ledger, price list and the ends of models. */
@ApplicationModule(allowedDependencies = {"image", "secret", "upstream"})
@NullMarked
package dev.imagegateway.billing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
