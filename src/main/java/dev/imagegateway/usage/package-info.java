/** Reports of what was spent, by whom and on what. */
@ApplicationModule(allowedDependencies = {"budget", "client", "http", "image", "ledger", "problem"})
@NullMarked
package dev.imagegateway.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
