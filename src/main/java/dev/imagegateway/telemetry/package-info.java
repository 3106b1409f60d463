/** The request id and what a log line carries, so that one id leads from a caller's complaint to our books. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.imagegateway.telemetry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
