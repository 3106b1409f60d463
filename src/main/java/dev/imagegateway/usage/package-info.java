/** What was spent and by whom, and whether the vendor's books say the same. */
@ApplicationModule(allowedDependencies = {"billing", "budget", "client", "http", "image", "ledger", "problem", "store"})
@NullMarked
package dev.imagegateway.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
