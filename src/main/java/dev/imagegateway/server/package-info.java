/**
 * The HTTP server's own guard: nobody holds a connection by being slow, on the callers' port or the management port. And
 * what stands before every request on either.
 */
@ApplicationModule(allowedDependencies = "problem")
@NullMarked
package dev.imagegateway.server;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
