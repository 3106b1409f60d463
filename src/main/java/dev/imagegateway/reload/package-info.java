/** Follows content that the operator changes while the gateway runs, such as files. */
@ApplicationModule(allowedDependencies = {"deadline", "problem", "telemetry"})
@NullMarked
package dev.imagegateway.reload;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
