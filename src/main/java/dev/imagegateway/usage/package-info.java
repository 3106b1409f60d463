/** Usage reports: what was spent, by client, model and user. */
@ApplicationModule(
        allowedDependencies = {"budget", "client", "http", "image", "ledger", "problem", "reconciliation", "text"})
@NullMarked
package dev.imagegateway.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
