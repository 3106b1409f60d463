/** Who calls: only what comes with a known key or a good token goes any further. */
@ApplicationModule(allowedDependencies = {"image", "model", "secret", "problem", "settings", "telemetry"})
@NullMarked
package dev.imagegateway.client;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
