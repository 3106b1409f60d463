/** The one list of errors and the one writer of them, so that every refusal reads the same wherever it happens. */
@ApplicationModule(allowedDependencies = "telemetry")
@NullMarked
package dev.imagegateway.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
