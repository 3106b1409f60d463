/** What was spent and by whom, and whether the vendor's books say the same. */
@ApplicationModule(
        allowedDependencies = {"budget", "client", "image", "ledger", "upstream", "problem", "query", "telemetry"})
@NullMarked
package dev.imagegateway.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
