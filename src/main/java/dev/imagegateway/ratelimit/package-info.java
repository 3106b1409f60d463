/** How fast and how much at once a client may ask, counted in this process or, for several of them, in Valkey. */
@ApplicationModule(allowedDependencies = {"client", "deadline", "http", "problem", "telemetry"})
@NullMarked
package dev.imagegateway.ratelimit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
