/** Watches the vendor's announcements of the end of models, and reports what changes. */
@ApplicationModule(allowedDependencies = {"billing", "deadline", "model", "telemetry"})
@NullMarked
package dev.imagegateway.lifecycle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
