/** Limits the rate and concurrency of each client, counted in this process or, for several processes, in Valkey. */
@ApplicationModule(allowedDependencies = {"client", "deadline", "http", "problem", "telemetry"})
@NullMarked
package dev.imagegateway.ratelimit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
